"""Hints while somebody writes: what is found, dismissed, turned off, and that nothing is kept."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from hints.documents import KINDS
from hints.domain.hinting import dismiss, find_hints, hear_rule, silence_rule
from hints.models import Dismissal, SilencedRule
from incidents.domain.merging import merge_incident, unmerge
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "The queue was full. The root cause was human error."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", email="nia@larkspur.example")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


def asked(client, address, text):
    return json.loads(client.post(address, {"text": text}).content)["hints"]


def address_of(name, document):
    return reverse("hints:hints", args=[name, document.pk])


def test_words_are_found_where_a_browser_counts_them(incident, nia, client_of):
    text = f"Héllo 😀 𝕏. {TEXT}"

    found = asked(client_of(nia), address_of("incident", incident), text)

    utf_16 = text.encode("utf-16-le")
    words = [utf_16[one["from"] * 2 : one["to"] * 2].decode("utf-16-le") for one in found]
    assert "human error" in words
    assert words == [one["words"] for one in found]
    assert all(one["why"] and one["question"].endswith("?") for one in found)


@pytest.mark.parametrize("name", ["incident", "write-up", "story"])
def test_every_kind_of_document_has_hints(name, nia, client_of):
    documents = {
        "incident": lambda: IncidentFactory(by=nia),
        "write-up": lambda: PostmortemFactory(by=nia),
        "story": lambda: StoryFactory(by=nia),
    }
    assert set(documents) == set(KINDS)

    assert asked(client_of(nia), address_of(name, documents[name]()), TEXT)


def test_a_name_is_known_where_its_person_was_there(incident, nia, client_of):
    client, text = client_of(nia), "Okafor should have noticed the lag."

    assert not asked(client, reverse("hints:new"), text)
    assert asked(client, address_of("incident", incident), "Nia Okafor should have noticed it.")
    assert asked(client, address_of("incident", incident), "@nia should have noticed it.")


def test_what_is_dismissed_stays_so_in_that_document(incident, nia, client_of):
    client, address = client_of(nia), address_of("incident", incident)
    [hint] = [one for one in asked(client, address, TEXT) if one["words"] == "human error"]

    for _ in range(2):
        answer = client.post(
            reverse("hints:dismiss", args=["incident", incident.pk]),
            {"rule": hint["rule"], "words": "Human  error"},
        )
        assert answer.status_code == 204

    assert "human error" not in [one["words"] for one in asked(client, address, TEXT)]
    another = address_of("incident", IncidentFactory(by=nia))
    assert "human error" in [one["words"] for one in asked(client, another, TEXT)]
    assert Dismissal.objects.count() == 1


def test_what_was_dismissed_in_a_duplicate_stays_so_where_its_words_are(incident, nia):
    duplicate = IncidentFactory(by=nia)
    for document in (incident, duplicate):
        dismiss(document, rule="human-error", words="human error")
    dismiss(duplicate, rule="root-cause-was", words="The root cause was")

    merge = merge_incident(duplicate, by=nia, into=incident)

    assert find_hints(TEXT, document=incident) == []
    unmerge(merge, by=nia)
    assert find_hints(TEXT, document=duplicate) == []


def test_two_who_dismiss_at_once_dismiss_once(race):
    incident = IncidentFactory()

    assert race(4, lambda: dismiss(incident, rule="human-error", words="human error")) == ["ok"] * 4
    assert Dismissal.objects.count() == 1


def test_a_rule_that_is_turned_off_says_nothing_anywhere(incident, nia):
    [rule] = [one.rule for one in find_hints(TEXT) if one.words == "human error"]

    silence_rule(rule, by=nia)
    assert "human error" not in [one.words for one in find_hints(TEXT)]

    hear_rule(rule, by=nia)
    assert "human error" in [one.words for one in find_hints(TEXT)]


def test_there_is_no_such_rule(incident, nia):
    for act in (
        lambda: silence_rule("no-such", by=nia),
        lambda: dismiss(incident, rule="no-such", words="x"),
    ):
        with pytest.raises(DomainError):
            act()


def test_nobody_asks_about_what_they_do_not_see(incident, client_of):
    incident.is_restricted = True
    incident.save()
    client = client_of(UserFactory())

    assert client.post(address_of("incident", incident), {"text": TEXT}).status_code == 404
    dismissing = reverse("hints:dismiss", args=["incident", incident.pk])
    assert client.post(dismissing, {"rule": "human-error", "words": "x"}).status_code == 404
    assert client.post("/hints/nothing/1/", {"text": TEXT}).status_code == 404


def test_readers_and_strangers_are_not_asked(incident, client, client_of):
    reader = UserFactory(role=Role.READER)

    assert client_of(reader).post(reverse("hints:new"), {"text": TEXT}).status_code == 403
    assert client.post(reverse("hints:new"), {"text": TEXT}).status_code == 302


def test_admins_turn_rules_off_and_on(nia, client_of):
    admin = client_of(UserFactory(role=Role.ADMIN))
    page = admin.get(reverse("hints:rules"))
    assert page.status_code == 200

    assert admin.post(reverse("hints:silence", args=["human-error"])).status_code == 302
    assert SilencedRule.objects.get().rule == "human-error"
    assert "Turn on" in admin.get(reverse("hints:rules")).content.decode()
    assert admin.post(reverse("hints:hear", args=["human-error"])).status_code == 302
    assert not SilencedRule.objects.exists()

    assert admin.post(reverse("hints:silence", args=["no-such"])).status_code == 404
    for address in ("hints:silence", "hints:hear"):
        assert client_of(nia).post(reverse(address, args=["human-error"])).status_code == 403
    assert client_of(nia).get(reverse("hints:rules")).status_code == 403


def test_nothing_of_the_hints_points_at_a_person():
    for model in apps.get_app_config("hints").get_models():
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert apps.get_model("people.User") not in related


def test_the_words_are_not_in_the_log(incident, nia, client_of, caplog):
    client_of(nia).post(address_of("incident", incident), {"text": "Violet should have seen it."})

    assert "Violet" not in caplog.text
