"""What is private is gone in time, from every table."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from incidents.domain.asking import pass_on
from incidents.domain.buddies import ask_for_buddy, sit_with
from incidents.domain.care import ask_for_a_word, say_i_am_fine, write_note
from incidents.domain.forgetting import forget
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.merging import merge_incident, unmerge
from incidents.domain.room import join_incident
from incidents.domain.writing_to_each_other import (
    answer_note,
    answer_that_i_am_fine,
    read_note,
)
from incidents.models import Asking, Buddy, Merge, Note, ReachOut
from nudges.domain.delivery import deliver
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from tests.every_row import every_row
from tests.factories import (
    IncidentFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)

pytestmark = pytest.mark.django_db

# Private rows count from here, so that their numbers are nowhere else by chance.
FIRST = 8_364_127
NOTE = "I once switched off the wrong rack, and they kept me."
ANSWER = "I had been staring at the screen for an hour when it came."
PRIVATE = (Note, ReachOut, Asking, Buddy)
MONTH = timedelta(days=31)


def found(pattern):
    return sorted({table for table, row in every_row() if re.search(pattern, row)})


def count_from_numbers_of_their_own():
    tables = [*(model._meta.db_table for model in PRIVATE), Buddy.asked.through._meta.db_table]
    with connection.cursor() as cursor:
        for n, table in enumerate(tables):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, FIRST + n * 1000]
            )


@pytest.fixture
def everything():
    """All that two people can do in private, said, sent, merged, and over."""
    count_from_numbers_of_their_own()
    team = TeamFactory()
    ines = TechLeadFactory(leads=team, team=team)
    nia = UserFactory(team=team)
    incident = IncidentFactory(by=nia)
    buddy = ask_for_buddy(incident, by=nia)
    sit_with(buddy, by=ines)
    note = kind_note(incident, text=NOTE)
    answer_note(note, by=nia, text=ANSWER)
    read_note(note, by=ines)
    answer_that_i_am_fine(note, by=nia)
    ask_for_a_word(incident, by=nia)
    pass_on(ReachOut.objects.get().pk)
    tom = UserFactory(team=team)
    join_incident(incident, by=tom)
    ask_for_a_word(incident, by=tom)
    say_i_am_fine(incident, by=tom)
    target = IncidentFactory(by=ines)
    asked_reach_out(IncidentFactory(by=tom))  # another, that is still open
    for nudge in Nudge.objects.due():
        say(nudge.pk)
    deliver("email")
    merge_incident(incident, by=ines, into=target)
    return resolve_incident(target, by=ines, summary="Rolled back.")


def test_all_of_it_is_there_before(everything):
    numbers = rf"\b{FIRST // 10_000}\d{{4}}\b"

    assert found(re.escape(NOTE[:20])) == found(re.escape(ANSWER[:20])) == ["incidents_note"]
    assert {
        "incidents_merge",
        "incidents_note",
        "incidents_reachout",
        "incidents_asking",
        "incidents_buddy",
        "incidents_buddy_asked",
        "nudges_nudge",
    } <= set(found(numbers))
    assert Delivery.objects.filter(nudge__kind__in=["kind_note", "reach_out"]).count() > 1


def test_no_table_has_a_word_or_a_number_of_it_afterwards(everything):
    there = [(model, pk) for model in PRIVATE for pk in model.objects.values_list("pk", flat=True)]
    still_open = ReachOut.objects.get(incident__resolved_at=None)
    kept = {(ReachOut, still_open.pk), *((Asking, one.pk) for one in still_open.askings.all())}

    assert forget(at=everything.resolved_at + MONTH) > 0

    assert found(re.escape(NOTE[:20])) == found(re.escape(ANSWER[:20])) == []
    gone = [pk for model, pk in there if (model, pk) not in kept]
    assert len(gone) > 6
    assert found(rf"\b({'|'.join(str(pk) for pk in gone)})\b") == []
    types = ContentType.objects.get_for_models(Note, ReachOut, Buddy).values()
    assert [one.about for one in Nudge.objects.filter(about_type__in=types)] == [still_open]
    assert not Delivery.objects.exclude(nudge__in=Nudge.objects.all()).exists()


def test_nothing_but_totals_of_care_is_in_what_is_kept_of_a_nudge(everything):
    forget(at=everything.resolved_at + MONTH)

    kinds = set(Nudge.objects.values_list("kind", flat=True))
    assert kinds.isdisjoint({"kind_note", "kind_reply", "buddy_wanted", "buddy_found"})
    because = set(Nudge.objects.values_list("ended_because", flat=True))
    assert because.isdisjoint({"a note was sent", "they are fine", "passed on", "somebody came"})


def test_a_month_and_not_a_day_less(everything):
    before = Note.objects.count()

    assert forget(at=everything.resolved_at + timedelta(days=29)) == 0
    assert Note.objects.count() == before


def test_answers_go_with_the_note_and_keep_nothing_for_longer():
    TechLeadFactory()
    incident = IncidentFactory()
    note = kind_note(incident, text=NOTE)
    over = resolve_incident(incident, by=note.recipient, summary="").resolved_at
    with time_machine.travel(over + timedelta(days=29), tick=False):
        answer_note(note, by=note.recipient, text=ANSWER)

    forget(at=over + MONTH)

    assert not Note.objects.exists()
    assert not Nudge.objects.filter(kind="kind_reply").exists()


def test_what_was_merged_can_be_taken_apart_after_it_was_forgotten(everything):
    forget(at=everything.resolved_at + MONTH)
    merge = Merge.objects.get()
    assert not re.search(r"Note|ReachOut|Buddy", json.dumps(merge.moved))

    assert unmerge(merge, by=UserFactory()).is_open


def test_a_word_asked_for_late_is_kept_until_it_can_be_written():
    incident = IncidentFactory(is_over=True)
    late = incident.resolved_at + timedelta(days=28)
    TechLeadFactory()
    with time_machine.travel(late, tick=False):
        ask_for_a_word(incident, by=incident.declared_by)
        reach_out = ReachOut.objects.get()
        pass_on(reach_out.pk)
        reach_out.refresh_from_db()
        forget(at=late + timedelta(days=5))
        note = write_note(reach_out, by=reach_out.asked, text=NOTE)

    forget(at=late + MONTH - timedelta(days=2))
    assert Note.objects.get() == note
    forget(at=late + MONTH)
    assert not Note.objects.exists()
    assert not ReachOut.objects.exists()


def test_sessions_keep_nothing_of_it(client_of):
    ines, nia = TechLeadFactory(), UserFactory(display_name="Nia Okafor")
    note = kind_note(IncidentFactory(by=nia), text=NOTE)
    client = client_of(nia)
    client.post(f"{note.get_absolute_url()}answer/", {"text": ANSWER})
    client.post(f"{note.incident.get_absolute_url()}word/", {"change": "yes"})

    said = [*client.session.items(), *client.cookies.items()]

    for secret in (NOTE, ANSWER, "Okafor", ines.get_full_name()):
        assert secret not in str(said)


def test_many_are_forgotten_in_batches(monkeypatch):
    monkeypatch.setattr("incidents.domain.forgetting.BATCH", 2)
    TechLeadFactory()
    over = timezone.now()
    for _ in range(5):
        incident = IncidentFactory()
        kind_note(incident)
        resolve_incident(incident, by=incident.declared_by, summary="", at=over)

    assert forget(at=over + MONTH) == 10
