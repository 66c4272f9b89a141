"""Whoever was there is asked once whether they would tell it, seniors first."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from learning.domain.stories import publish_story
from nudges.models import Nudge
from nudges.models.nudge import State
from people.models import Role
from postmortems.domain.publishing import take_back_postmortem
from postmortems.domain.telling import invite_to_tell
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17), "workdays": list(range(5))}


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", **OFFICE)


@pytest.fixture
def ines():
    return UserFactory(is_senior=True, **OFFICE)


@pytest.fixture
def incident(nia, ines):
    incident = IncidentFactory(by=nia, is_over=True)
    for person in (ines, UserFactory(role=Role.READER)):
        incident.participations.get_or_create(user=person)
    return incident


def invites():
    return Nudge.objects.filter(kind="story_invite").order_by("due_at")


@time_machine.travel(MONDAY, tick=False)
def test_people_who_were_there_are_invited_and_seniors_first(incident, nia, ines):
    write_up = PostmortemFactory(by=nia, incident=incident, is_published=True)

    assert [(one.recipient, one.due_at - MONDAY.replace(hour=9)) for one in invites()] == [
        (ines, timedelta(days=7)),
        (nia, timedelta(days=14)),
    ]
    assert {one.about for one in invites()} == {write_up}


def test_nobody_is_invited_twice_for_one_incident(incident, nia):
    first = PostmortemFactory(by=nia, incident=incident, is_published=True)
    assert invites().count() == 2

    take_back_postmortem(first, by=nia, reason="There is more to it.")
    PostmortemFactory(by=nia, incident=incident, is_published=True)

    assert invites().count() == 2
    assert set(invites().values_list("state", flat=True)) == {State.DONE}


def test_whoever_told_it_is_asked_no_more(incident, nia, ines):
    PostmortemFactory(by=nia, incident=incident, is_published=True)
    story = StoryFactory(by=ines, is_published=False)
    story.incidents.add(incident)

    publish_story(story, by=ines)

    assert [one.recipient for one in invites().open()] == [nia]


def test_of_practice_nobody_is_invited_to_tell(nia):
    write_up = PostmortemFactory(
        by=nia, incident=IncidentFactory(by=nia, mode="practice", is_over=True)
    )

    invite_to_tell(write_up)

    assert not invites().exists()
