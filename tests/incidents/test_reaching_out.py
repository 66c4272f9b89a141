from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from incidents.domain.asking import forget, pass_on
from incidents.domain.care import ask_for_a_word, read_note, say_i_am_fine, write_note
from incidents.domain.lifecycle import reopen_incident, resolve_incident
from incidents.domain.room import join_incident
from incidents.models import Mode, Note, ReachOut
from incidents.tasks import pass_on_reach_outs
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import (
    IncidentFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)

pytestmark = pytest.mark.django_db

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def team():
    return TeamFactory()


def asked(reach_out):
    return list(Nudge.objects.open().filter(kind="reach_out").values_list("recipient", flat=True))


def test_the_filers_tech_lead_is_asked(team):
    TechLeadFactory()
    UserFactory(is_senior=True, team=team)
    lead = TechLeadFactory(leads=team, team=team)
    nia = UserFactory(team=team)

    reach_out = asked_reach_out(IncidentFactory(by=nia))

    assert reach_out.asked == lead
    assert asked(reach_out) == [lead.pk]


def test_the_tech_lead_is_asked_even_when_somebody_else_is_at_work(team):
    lead = TechLeadFactory(leads=team, workday_starts=time(1), workday_ends=time(2), workdays=[6])
    UserFactory(is_senior=True, team=team)

    with time_machine.travel(MONDAY_MORNING):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert reach_out.asked == lead


def test_when_the_filer_is_the_lead_the_next_senior_of_the_team_is_asked(team):
    TechLeadFactory()
    lead = TechLeadFactory(leads=team, team=team)
    UserFactory(team=team)
    senior = UserFactory(is_senior=True, team=team)

    reach_out = asked_reach_out(IncidentFactory(by=lead))

    assert reach_out.asked == senior


def test_among_other_seniors_whoever_is_at_work_goes_first(team):
    UserFactory(is_senior=True, team=team, workdays=[6])
    elsewhere = UserFactory(is_senior=True)

    with time_machine.travel(MONDAY_MORNING):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert reach_out.asked == elsewhere


def test_somebody_without_a_team_is_looked_after_too():
    lead = TechLeadFactory()

    assert asked_reach_out(IncidentFactory()).asked == lead


@pytest.mark.parametrize("who", [{"role": Role.READER}, {"is_active": False}])
def test_whoever_cannot_write_is_not_asked(team, who):
    TechLeadFactory(leads=team, **who)
    senior = UserFactory(is_senior=True)

    assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked == senior


def test_the_only_senior_is_never_asked_to_write_to_themselves(team):
    lead = TechLeadFactory(leads=team, team=team)

    reach_out = asked_reach_out(IncidentFactory(by=lead))

    assert reach_out.asked is None
    assert reach_out.ended_at is not None
    assert asked(reach_out) == []


def test_it_passes_on_after_thirty_working_minutes_to_three_people_at_most(team, work):
    leads = [TechLeadFactory(leads=team) for _ in range(4)]
    with time_machine.travel(MONDAY_MORNING, tick=False) as clock:
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))
        seen = [reach_out.asked]

        clock.shift(timedelta(minutes=29))
        with work():
            pass_on_reach_outs()
        reach_out.refresh_from_db()
        assert reach_out.asked == leads[0]

        for _ in range(4):
            clock.shift(timedelta(minutes=30))
            with work():
                pass_on_reach_outs()
            reach_out.refresh_from_db()
            seen.append(reach_out.asked)

    assert seen[:3] == leads[:3]
    assert leads[3] not in seen
    assert reach_out.ended_at is not None
    assert asked(reach_out) == []


def test_only_working_time_counts_before_it_passes_on(team):
    evening = datetime(2026, 11, 20, 17, 10, tzinfo=UTC)  # a Friday
    office = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}
    TechLeadFactory(leads=team, **office)
    with time_machine.travel(evening, tick=False):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert reach_out.pass_on_at == datetime(2026, 11, 23, 9, 10, tzinfo=UTC)


def test_a_note_is_welcome_from_whoever_was_asked_until_there_is_one(team):
    first, second = TechLeadFactory(leads=team), TechLeadFactory(leads=team)
    with time_machine.travel(MONDAY_MORNING, tick=False) as clock:
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))
        clock.shift(timedelta(minutes=31))
        pass_on(reach_out.pk)

    assert asked(reach_out) == [second.pk]
    assert write_note(reach_out, by=first, text="It took me a while to find words.").pk
    assert asked(reach_out) == []
    with pytest.raises(DomainError, match="looked after now"):
        write_note(reach_out, by=second, text="Hello")


def test_asking_many_times_at_once_asks_one_person(race):
    team = TeamFactory()
    lead, _other = TechLeadFactory(leads=team), TechLeadFactory(leads=team)
    incident = IncidentFactory(by=UserFactory(team=team))
    reach_out = ReachOut.objects.get(incident=incident)

    assert race(8, lambda: pass_on(reach_out.pk)) == ["ok"] * 8

    assert asked(reach_out) == [lead.pk]
    assert list(reach_out.asked_before.all()) == [lead]


def test_a_note_reaches_the_person_and_ends_the_asking():
    lead, nia = TechLeadFactory(), UserFactory()
    reach_out = asked_reach_out(IncidentFactory(by=nia))

    note = write_note(reach_out, by=lead, text="Take a breath. I broke search twice.")

    reach_out.refresh_from_db()
    assert (note.author, note.recipient) == (lead, nia)
    assert note.text == "Take a breath. I broke search twice."
    assert reach_out.ended_at == note.sent_at
    assert asked(reach_out) == []
    assert [one.recipient for one in Nudge.objects.open().filter(kind="kind_note")] == [nia]


def test_only_whoever_is_asked_can_write():
    TechLeadFactory()
    reach_out = asked_reach_out(IncidentFactory())

    with pytest.raises(DomainError):
        write_note(reach_out, by=TechLeadFactory(), text="Hello")

    assert not Note.objects.exists()


def test_two_notes_at_once_are_one(race):
    lead = TechLeadFactory()
    reach_out = asked_reach_out(IncidentFactory())

    outcomes = race(2, lambda: write_note(reach_out, by=lead, text="Hello"))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert Note.objects.count() == Nudge.objects.filter(kind="kind_note").count() == 1


def test_reading_is_noted_once_and_by_the_reader_only():
    TechLeadFactory()
    nia = UserFactory()
    note = kind_note(IncidentFactory(by=nia))

    assert read_note(note, by=note.author).read_at is None
    first = read_note(note, by=nia).read_at
    assert read_note(note, by=nia).read_at == first is not None
    assert not Nudge.objects.open().filter(kind="kind_note").exists()


def test_notes_and_reach_outs_are_seen_by_the_two_only():
    lead, nia = TechLeadFactory(), UserFactory()
    note = kind_note(IncidentFactory(by=nia))
    others = [TechLeadFactory(), UserFactory(role=Role.ADMIN), UserFactory()]

    assert [list(Note.objects.visible_to(user)) for user in (lead, nia)] == [[note], [note]]
    assert ReachOut.objects.visible_to(lead).count() == 1
    assert ReachOut.objects.visible_to(nia).count() == 0
    for other in others:
        assert not Note.objects.visible_to(other).exists()
        assert not ReachOut.objects.visible_to(other).exists()


def test_i_am_fine_ends_every_question():
    TechLeadFactory()
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    reach_out = asked_reach_out(incident)
    resolve_incident(incident, by=nia, summary="")

    say_i_am_fine(incident, by=nia)

    reach_out.refresh_from_db()
    assert reach_out.ended_at is not None
    assert not Nudge.objects.open().filter(kind__in=["reach_out", "check_in"]).exists()


def test_i_am_fine_answers_for_oneself_only():
    TechLeadFactory()
    incident = IncidentFactory()
    reach_out = asked_reach_out(incident)

    say_i_am_fine(incident, by=UserFactory())

    reach_out.refresh_from_db()
    assert reach_out.ended_at is None


def test_asking_for_a_word_asks_somebody(work):
    lead, ines = TechLeadFactory(), UserFactory()
    incident = IncidentFactory()
    join_incident(incident, by=ines)

    with work():
        ask_for_a_word(incident, by=ines)

    assert ReachOut.objects.get(person=ines).asked == lead


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.PRACTICE, Mode.RECORD])
def test_a_word_is_asked_for_by_those_who_were_in_a_real_incident(mode):
    incident, outsider = IncidentFactory(mode=mode), UserFactory()
    person = outsider if mode == Mode.LIVE else incident.declared_by

    with pytest.raises(DomainError):
        ask_for_a_word(incident, by=person)

    assert not ReachOut.objects.filter(person=outsider).exists()


def test_what_was_asked_for_late_is_kept_for_thirty_days_too():
    incident = IncidentFactory(is_over=True)
    nia = incident.declared_by
    later = incident.resolved_at + timedelta(days=35)
    with time_machine.travel(later, tick=False):
        TechLeadFactory()
        ask_for_a_word(incident, by=nia)
        forget(at=later)
        assert ReachOut.objects.filter(person=nia).exists()

    forget(at=later + timedelta(days=31))
    assert not ReachOut.objects.filter(person=nia).exists()


def test_asking_for_a_word_after_it_ended_asks_anew(work):
    lead, nia = TechLeadFactory(), UserFactory()
    incident = IncidentFactory(by=nia)
    kind_note(incident)

    with work():
        ask_for_a_word(incident, by=nia)

    reach_out = ReachOut.objects.get(person=nia)
    assert (reach_out.asked, reach_out.ended_at) == (lead, None)
    assert asked(reach_out) == [lead.pk]


def test_care_is_forgotten_thirty_days_after_the_end():
    TechLeadFactory()
    nia = UserFactory()
    over = timezone.now()
    incident = IncidentFactory(by=nia)
    kind_note(incident)
    resolve_incident(incident, by=nia, summary="", at=over)
    still_open = IncidentFactory(by=nia, at=over - timedelta(days=90))

    assert forget(at=over + timedelta(days=29)) == 0
    assert forget(at=over + timedelta(days=31)) > 0

    assert not Note.objects.exists()
    assert [one.incident for one in ReachOut.objects.all()] == [still_open]


def test_nothing_points_at_what_was_forgotten():
    TechLeadFactory()
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    kind_note(incident)
    resolve_incident(incident, by=nia, summary="")

    forget(at=timezone.now() + timedelta(days=31))

    assert not Nudge.objects.filter(kind__in=["reach_out", "kind_note"]).exists()


def test_care_is_kept_while_the_incident_is_open_again():
    TechLeadFactory()
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    kind_note(incident)
    incident = resolve_incident(incident, by=nia, summary="")
    reopen_incident(incident, by=nia, reason="It came back.")

    assert forget(at=timezone.now() + timedelta(days=60)) == 0
    assert Note.objects.count() == 1
