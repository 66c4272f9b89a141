"""Hints of the lens through the API."""

import pytest

from hints.models import Dismissal, SilencedRule
from people.models import KeptAnswer, Role
from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

HINTS = "/api/v1/hints/"
TEXT = "Nia carelessly dropped the index."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia")


def test_words_are_looked_at_and_kept_nowhere(script_of, nia):
    answer = script_of(nia).post(HINTS, {"text": TEXT}, Idempotency_Key="k")
    [hint, *_more] = answer.json()["hints"]
    assert TEXT[hint["start"] : hint["end"]] == hint["words"]
    assert hint["question"]
    assert not KeptAnswer.objects.exists()
    assert script_of(nia).post(HINTS, {}).status_code == 400
    assert script_of(UserFactory(role=Role.READER)).post(HINTS, {"text": TEXT}).status_code == 403


def test_a_hint_is_dismissed_in_ones_own_document(script_of, nia):
    draft = StoryFactory(by=nia, is_published=False)
    here, script = f"{HINTS}about/story/{draft.pk}/", script_of(nia)
    [hint, *_more] = script.post(here, {"text": TEXT}).json()["hints"]
    given = {"rule": hint["rule"], "words": hint["words"]}
    assert script.post(f"{here}dismiss/", given).status_code == 204
    assert hint not in script.post(here, {"text": TEXT}).json()["hints"]
    assert script.post(f"{here}dismiss/", given | {"rule": "none"}).status_code == 409
    for other in (script_of(UserFactory()), script_of(UserFactory(role=Role.ADMIN))):
        assert other.post(here, {"text": TEXT}).status_code == 404
        assert other.post(f"{here}dismiss/", given).status_code == 404
    assert script.post(f"{HINTS}about/song/1/", {"text": TEXT}).status_code == 404
    assert Dismissal.objects.count() == 1


def test_admins_turn_rules_off_and_on(script_of, nia):
    admin, here = script_of(UserFactory(role=Role.ADMIN)), f"{HINTS}rules/"
    [rule, *_more] = admin.get(here).json()["results"]
    assert rule["is_off"] is False
    assert admin.post(f"{here}{rule['id']}/silence/").json()["is_off"]
    assert SilencedRule.objects.get().rule == rule["id"]
    assert not admin.post(f"{here}{rule['id']}/hear/").json()["is_off"]
    assert admin.post(f"{here}none/silence/").status_code == 404
    assert script_of(nia).get(here).status_code == 403
    assert script_of(nia).post(f"{here}{rule['id']}/silence/").status_code == 403
