"""The factories reach the states that they name."""

import pytest

from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db


def test_factories_reach_the_states_they_name():
    TechLeadFactory()

    assert IncidentFactory().is_open
    assert not IncidentFactory(is_over=True).is_open
    assert not PostmortemFactory().is_published
    assert PostmortemFactory(is_published=True).is_published
    assert StoryFactory().is_published
    assert not StoryFactory(is_published=False).is_published
    assert ToolFactory().service.name
    assert kind_note(IncidentFactory()).text


def test_work_does_what_a_worker_would(work, mailoutbox):
    nia = UserFactory()

    with work():
        IncidentFactory(by=nia)

    assert [mail.to for mail in mailoutbox] == [[nia.email]]


def test_race_tells_what_became_of_each(race):
    def refuse():
        raise ValueError

    assert race(2, [UserFactory, refuse]) == ["ok", "ValueError"]
