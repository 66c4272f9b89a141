"""Versions: kept at pauses and review steps, compared word by word, and brought back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.errors import DomainError
from postmortems.domain import coediting
from postmortems.domain.factors import add_factor, remove_factor
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.versions import (
    forget_updates,
    in_a_pause,
    keep_pause,
    keep_version,
    restore_version,
)
from postmortems.domain.writing import save_postmortem
from postmortems.models import KeptAt, Postmortem, TextUpdate, Verdict
from postmortems.queries import versions as queries
from postmortems.tasks import keep_pauses
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


def write(postmortem, by, **words):
    postmortem.refresh_from_db()
    words = {"title": postmortem.title} | words
    save_postmortem(postmortem, by=by, revision=postmortem.revision, **words)
    postmortem.refresh_from_db()


def rest(postmortem):
    Postmortem.objects.filter(pk=postmortem.pk).update(
        saved_at=timezone.now() - timedelta(minutes=3)
    )


def test_a_pause_keeps_what_was_written_and_by_whom(postmortem, nia, work):
    ines = UserFactory()
    write(postmortem, nia, impact="Three hours.")
    write(postmortem, ines, impact="Three long hours.")
    rest(postmortem)

    with work():
        keep_pauses()

    version = postmortem.versions.get()
    assert (version.number, version.occasion) == (1, KeptAt.PAUSE)
    assert version.texts()["impact"] == "Three long hours."
    assert set(version.writers.all()) == {nia, ines}


def test_nobody_is_interrupted(postmortem, nia):
    write(postmortem, nia, impact="Three hours.")

    keep_pause(postmortem.pk)

    assert not in_a_pause().exists()
    assert not postmortem.versions.exists()


def test_a_pause_in_which_nothing_was_written_keeps_nothing(postmortem, nia):
    write(postmortem, nia, impact="Three hours.")
    rest(postmortem)
    keep_pause(postmortem.pk)

    keep_pause(postmortem.pk)

    assert not in_a_pause().exists()
    assert postmortem.versions.count() == 1


def test_each_step_of_a_review_keeps_one(postmortem, nia):
    lead = TechLeadFactory()
    write(postmortem, nia, impact="One.")
    first = ask_for_review(postmortem, by=nia, reviewer=lead)
    give_verdict(first, by=lead, verdict=Verdict.CHANGES_SUGGESTED, remarks="Say how long.")
    write(postmortem, nia, impact="One hour.")
    second = ask_for_review(postmortem, by=nia, reviewer=lead)
    write(postmortem, nia, impact="One hour and a bit.")
    give_verdict(second, by=lead, verdict=Verdict.APPROVED)
    publish_postmortem(postmortem, by=nia)

    kept = [(one.occasion, one.words["impact"]) for one in postmortem.versions.order_by("number")]
    assert kept == [
        (KeptAt.VERDICT, "One."),
        (KeptAt.REVIEW_ASKED, "One hour."),
        (KeptAt.PUBLISHED, "One hour and a bit."),
    ]


def test_a_changed_factor_is_a_change(postmortem, nia):
    keep_version(postmortem, occasion=KeptAt.REVIEW_ASKED)
    add_factor(postmortem, by=nia, kind="design", text="No limit")

    version = keep_version(postmortem, occasion=KeptAt.VERDICT)

    assert version.factor_rows() == [{"kind": "design", "text": "No limit"}]
    assert postmortem.versions.count() == 2


def test_a_version_comes_back_with_its_factors_and_what_was_there_is_kept(postmortem, nia):
    write(postmortem, nia, impact="Before.", title="Then")
    kept = add_factor(postmortem, by=nia, kind="design", text="No limit")
    gone = add_factor(postmortem, by=nia, kind="testing", text="No load test")
    version = keep_version(postmortem, occasion=KeptAt.PAUSE)
    write(postmortem, nia, impact="After.", title="Now")
    remove_factor(gone, by=nia)
    add_factor(postmortem, by=nia, kind="external", text="A cable was cut")
    ines = UserFactory()

    restore_version(version, by=ines)

    postmortem.refresh_from_db()
    assert (postmortem.title, postmortem.impact) == ("Then", "Before.")
    assert [one.text for one in postmortem.factors.all()] == ["No limit", "No load test"]
    assert postmortem.factors.first().pk == kept.pk
    assert ines in postmortem.authors.all()
    before, restored = postmortem.versions.order_by("number")[1:]
    assert (before.occasion, before.words["impact"]) == (KeptAt.BEFORE_RESTORE, "After.")
    assert (restored.occasion, restored.words["impact"]) == (KeptAt.RESTORED, "Before.")


def test_bringing_back_while_somebody_writes_loses_nothing(postmortem, nia):
    write(postmortem, nia, impact="Before.")
    version = keep_version(postmortem, occasion=KeptAt.PAUSE)
    write(postmortem, nia, impact="After.")
    editor, _last = coediting.read_text(postmortem)
    vector = editor.state_vector()
    editor.write("what_went_well", "The backup")
    typed = editor.update_since(vector)

    restore_version(version, by=nia)
    coediting.take_in(postmortem, by=nia, updates=[typed])

    postmortem.refresh_from_db()
    assert (postmortem.impact, postmortem.what_went_well) == ("Before.", "The backup")


def test_a_published_write_up_is_not_taken_back(nia):
    postmortem = PostmortemFactory(by=nia, is_published=True)

    with pytest.raises(DomainError):
        restore_version(postmortem.versions.first(), by=nia)


def test_two_versions_kept_at_once_have_two_numbers(postmortem, nia, race):
    write(postmortem, nia, impact="One.")
    version = keep_version(postmortem, occasion=KeptAt.PAUSE)
    write(postmortem, nia, impact="Two.")

    outcomes = race(2, lambda: restore_version(version, by=nia))

    assert outcomes == ["ok", "ok"]
    numbers = list(postmortem.versions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_updates_are_forgotten_when_they_are_old_and_folded(postmortem, nia, monkeypatch):
    monkeypatch.setattr(coediting, "MOST_UPDATES", 2)
    for number in range(3):
        write(postmortem, nia, impact=f"{number}.")
    TextUpdate.objects.update(made_at=timezone.now() - timedelta(days=3))

    assert forget_updates() == 2
    assert coediting.read_text(postmortem)[0].words()["impact"] == "2."


def test_the_pages_show_what_differs(postmortem, nia, client_of):
    write(postmortem, nia, impact="Three hours.")
    keep_version(postmortem, occasion=KeptAt.PAUSE)
    write(postmortem, nia, impact="Three long hours.")
    second = keep_version(postmortem, occasion=KeptAt.REVIEW_ASKED)
    write(postmortem, nia, impact="Three very long hours.")
    client = client_of(UserFactory())

    listed = client.get(reverse("postmortems:versions", args=[postmortem.pk])).content.decode()
    page = client.get(second.get_absolute_url()).content.decode()
    now = client.get(f"{second.get_absolute_url()}?now").content.decode()

    assert listed.index("Version 2") < listed.index("Version 1")
    assert "Sent to review" in listed
    assert "Three <ins>long </ins>hours." in page
    assert "Three <ins>very </ins>long hours." in now
    assert "Bring this version back" not in page


def test_it_is_brought_back_with_one_press(postmortem, nia, client_of):
    write(postmortem, nia, impact="Before.")
    version = keep_version(postmortem, occasion=KeptAt.PAUSE)
    write(postmortem, nia, impact="After.")
    address = reverse("postmortems:restore_version", args=[postmortem.pk, version.number])

    assert "Bring this version back" in client_of(nia).get(version.get_absolute_url()).text
    assert client_of(UserFactory()).post(address).status_code == 403
    assert client_of(nia).post(address).url == postmortem.get_absolute_url()

    postmortem.refresh_from_db()
    assert postmortem.impact == "Before."


def test_whoever_does_not_see_the_write_up_sees_no_version(nia, client_of):
    incident = IncidentFactory(by=nia, is_over=True)
    postmortem = PostmortemFactory(by=nia, incident=incident)
    version = keep_version(postmortem, occasion=KeptAt.PAUSE)
    incident.is_restricted = True
    incident.save()

    assert client_of(UserFactory()).get(version.get_absolute_url()).status_code == 404
    assert client_of(nia).get(version.get_absolute_url()).status_code == 200


def test_many_versions_are_on_pages(postmortem, nia, client_of, queries_of, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(3):
        write(postmortem, nia, impact=f"{number}.")
        keep_version(postmortem, occasion=KeptAt.PAUSE)
    client, address = client_of(nia), reverse("postmortems:versions", args=[postmortem.pk])

    first, second = client.get(address).text, client.get(f"{address}?before=2").text

    assert ("Version 3" in first, "Version 1" in first) == (True, False)
    assert ("Version 3" in second, "Version 1" in second) == (False, True)
    assert queries_of(client, address) <= 12
