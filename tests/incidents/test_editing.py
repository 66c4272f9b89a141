"""Entries put into better words, taken back and brought back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.editing import bring_back_entry, edit_entry, edit_update, withdraw_entry
from incidents.domain.lifecycle import reopen_incident, resolve_incident
from incidents.domain.room import add_note, mark_key_moment, post_update
from incidents.models import EntryVersion, TimelineEntry
from incidents.queries.history import VERSIONS_PAGE, versions_of
from people.errors import DomainError
from postmortems.domain.drafting import start_postmortem
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def ines():
    return UserFactory(display_name="Ines Duarte")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


@pytest.fixture
def note(incident, nia):
    return add_note(incident, by=nia, text="Latency rose a bit.")


@pytest.fixture
def update(incident, nia):
    return post_update(incident, by=nia, conditions="Slow.", actions="Looking.")


def test_editing_keeps_what_was_said(note, ines):
    entry = edit_entry(note, by=ines, revision=1, text="Latency rose to 2 s.")

    assert (entry.text, entry.revision, entry.author) == ("Latency rose to 2 s.", 2, note.author)
    [version] = entry.versions.all()
    assert (version.number, version.text, version.replaced_by) == (1, "Latency rose a bit.", ines)


def test_its_time_can_be_put_right(note, ines):
    earlier = note.occurred_at - timedelta(hours=2)

    entry = edit_entry(note, by=ines, revision=1, text=note.text, occurred_at=earlier)

    assert entry.occurred_at == earlier
    assert entry.recorded_at == note.recorded_at
    assert entry.written_later >= timedelta(hours=2)
    assert entry.versions.get().occurred_at == note.occurred_at


def test_the_same_words_leave_no_version(note, ines):
    edit_entry(note, by=ines, revision=1, text=note.text)

    assert not note.versions.exists()


def test_the_same_form_sent_twice_is_one_edit(note, ines):
    for _ in range(2):
        edit_entry(note, by=ines, revision=1, text="Better.")

    note.refresh_from_db()
    assert note.revision == 2


def test_two_who_edit_at_once_leave_the_first_and_tell_the_other(race):
    nia, ines = UserFactory(), UserFactory()
    note = add_note(IncidentFactory(by=nia), by=nia, text="Slow.")

    outcomes = race(
        2,
        [
            lambda: edit_entry(note, by=nia, revision=1, text="Slow since nine."),
            lambda: edit_entry(note, by=ines, revision=1, text="Slow for some."),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    note.refresh_from_db()
    assert note.text == ("Slow since nine." if outcomes[0] == "ok" else "Slow for some.")
    assert note.versions.count() == 1


def test_an_update_stays_one_with_its_entry(update, ines):
    due = update.next_update_at

    entry = edit_update(
        update.entry, by=ines, revision=1, conditions="Slow for some.", actions="", needs="A hand."
    )

    update.refresh_from_db()
    assert (update.conditions, update.actions, update.needs) == ("Slow for some.", "", "A hand.")
    assert entry.text == "Slow for some.\n\nA hand."
    assert entry.versions.get().text == "Slow.\n\nLooking."
    assert update.next_update_at == due


def test_the_time_of_an_update_moves_with_its_entry(update, ines):
    earlier = update.posted_at - timedelta(minutes=9)

    edit_update(
        update.entry,
        by=ines,
        revision=1,
        conditions="Slow.",
        actions="Looking.",
        occurred_at=earlier,
    )

    update.refresh_from_db()
    assert update.posted_at == update.entry.occurred_at == earlier


def test_an_update_is_edited_in_its_parts_only(update, note, ines):
    with pytest.raises(DomainError, match="in its parts"):
        edit_entry(update.entry, by=ines, revision=1, text="All at once")
    with pytest.raises(DomainError, match="not an update"):
        edit_update(note, by=ines, revision=1, conditions="Fine.")


def test_lines_that_goldseam_words_stay(incident, ines):
    opened = incident.timeline.get(kind="opened")

    with pytest.raises(DomainError, match="Goldseam wrote this"):
        edit_entry(opened, by=ines, revision=1, text="Opened late.")
    with pytest.raises(DomainError, match="Goldseam wrote this"):
        withdraw_entry(opened, by=ines)


def test_a_time_that_has_not_come_is_refused(note, ines):
    soon = timezone.now() + timedelta(hours=1)

    with pytest.raises(DomainError, match="has not come yet") as refused:
        edit_entry(note, by=ines, revision=1, text="Later.", occurred_at=soon)

    assert list(refused.value.message_dict) == ["occurred_at"]
    assert not EntryVersion.objects.exists()


class TestEndings:
    @pytest.fixture
    def ending(self, incident, nia):
        resolve_incident(incident, by=nia, summary="Rolled back.")
        return incident.timeline.get(kind="resolved")

    def test_words_can_be_edited(self, ending, ines):
        edited = edit_entry(ending, by=ines, revision=1, text="Rolled back to 4.2.")

        assert edited.text == "Rolled back to 4.2."

    def test_times_are_the_incidents(self, ending, ines):
        with pytest.raises(DomainError, match="under its times"):
            edit_entry(
                ending,
                by=ines,
                revision=1,
                text=ending.text,
                occurred_at=ending.occurred_at - timedelta(hours=1),
            )

    def test_it_cannot_be_taken_back(self, ending, incident, ines):
        reopen_incident(incident, by=ines, reason="It came back.")

        for kind in ("resolved", "reopened"):
            with pytest.raises(DomainError, match="so it stays"):
                withdraw_entry(incident.timeline.get(kind=kind), by=ines)


def test_withdrawing_keeps_everything_and_twice_is_once(note, ines, nia):
    entry = withdraw_entry(note, by=ines)
    again = withdraw_entry(note, by=nia)

    assert entry.withdrawn_by == again.withdrawn_by == ines
    assert TimelineEntry.objects.get(pk=note.pk).text == note.text


def test_withdrawing_twice_at_once_leaves_one_who_did(race):
    nia = UserFactory()
    note = add_note(IncidentFactory(by=nia), by=nia, text="Slow.")

    assert race(3, lambda: withdraw_entry(note, by=nia)) == ["ok"] * 3

    assert bring_back_entry(note, by=nia).versions.count() == 1


def test_what_is_withdrawn_is_brought_back_before_it_is_edited(note, ines):
    withdraw_entry(note, by=ines)

    with pytest.raises(DomainError, match="Bring it back first"):
        edit_entry(note, by=ines, revision=1, text="Better.")

    entry = bring_back_entry(note, by=ines)
    assert not entry.is_withdrawn
    assert entry.versions.get().withdrawn_by == ines
    assert edit_entry(note, by=ines, revision=2, text="Better.").text == "Better."


def test_bringing_back_what_is_there_changes_nothing(note, ines):
    bring_back_entry(note, by=ines)

    assert not note.versions.exists()


def test_what_is_withdrawn_is_no_part_of_the_write_up(incident, note, update, nia):
    mark_key_moment(note, by=nia, is_key_moment=True)
    withdraw_entry(note, by=nia)
    withdraw_entry(update.entry, by=nia)
    over = resolve_incident(incident, by=nia, summary="Fine.")

    draft = start_postmortem(over, by=nia)

    assert note.text not in draft.what_happened
    assert update.conditions not in draft.impact


def test_versions_come_newest_first_each_beside_the_last(note, ines, nia):
    edit_entry(note, by=ines, revision=1, text="Latency rose to 2 s.")
    withdraw_entry(note, by=nia)
    bring_back_entry(note, by=ines)
    note.refresh_from_db()

    [third, second, first], more = versions_of(note)

    assert more is None
    assert [one.number for one in (third, second, first)] == [3, 2, 1]
    assert (first.said_by, second.said_by, third.said_by) == (nia, ines, ines)
    assert second.withdrawn_by == nia
    assert third.was_brought_back
    assert [one.text for one in second.pieces if one.is_gone] == ["a bit."]
    assert [one.text for one in second.pieces if one.is_new] == ["to 2 s."]


def test_many_versions_come_in_pages_that_miss_none(note, ines, django_assert_num_queries):
    for number in range(1, 45):
        edit_entry(note, by=ines, revision=number, text=f"Version {number}")
    note = TimelineEntry.objects.select_related("author", "withdrawn_by").get(pk=note.pk)

    seen, before = [], None
    while True:
        with django_assert_num_queries(1):
            page, before = versions_of(note, before=before)
        assert len(page) <= VERSIONS_PAGE
        assert all(any(piece.is_gone for piece in one.pieces) for one in page if one.number > 1)
        seen += [one.number for one in page]
        if before is None:
            break

    assert seen == list(range(45, 0, -1))
