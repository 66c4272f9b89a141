from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.domain.asking import pass_on
from incidents.domain.care import ask_for_a_word, say_i_am_fine, write_note
from incidents.domain.forgetting import forget
from incidents.domain.lifecycle import reopen_incident, resolve_incident
from incidents.domain.room import join_incident
from incidents.domain.writing_to_each_other import read_note
from incidents.models import Asking, Mode, Note, ReachOut
from incidents.tasks import pass_on_reach_outs
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from people.domain.rota import put_on_rota
from people.errors import DomainError
from people.models import Role, User
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
    assert [one.user for one in reach_out.askings.all()] == [lead]


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


# Who is asked.


AT_NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}


def on_rota(team, *people):
    for person in people:
        put_on_rota(team, by=person, person=person)


def circles(team):
    """One of each circle, nearest first."""
    elsewhere = UserFactory(is_senior=True, **OFFICE)
    senior = UserFactory(is_senior=True, team=team, **OFFICE)
    rota = UserFactory(team=team, **OFFICE)
    lead = TechLeadFactory(leads=team, **OFFICE)
    on_rota(team, rota)
    return [lead, rota, senior, elsewhere]


def be_out(person):
    person.workdays = [6]
    person.save()


@pytest.mark.parametrize("out", range(4))
def test_whoever_is_at_work_goes_before_whoever_is_not(team, out):
    people = circles(team)
    for person in people[:out]:
        be_out(person)

    with time_machine.travel(MONDAY_MORNING + timedelta(hours=2)):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert reach_out.asked == people[out]


def test_with_nobody_at_work_the_nearest_is_asked_when_their_day_begins(team):
    lead, *_others = circles(team)

    with time_machine.travel(AT_NIGHT, tick=False):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))
        say(Nudge.objects.get(kind="reach_out").pk)

    morning = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert reach_out.asked == lead
    assert Delivery.objects.get(nudge__kind="reach_out").goes_at == morning
    assert reach_out.pass_on_at == morning + timedelta(minutes=30)


def test_the_rota_is_asked_from_the_top_and_the_person_never(team):
    lead = TechLeadFactory(leads=team, team=team)
    first, second = UserFactory(team=team), UserFactory(team=team)
    on_rota(team, lead, first, second)

    assert asked_reach_out(IncidentFactory(by=lead)).asked == first
    assert asked_reach_out(IncidentFactory(by=lead)).asked == first


def test_the_rota_of_another_team_is_not_asked(team):
    on_rota(TeamFactory(), UserFactory())

    assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked is None


def test_whoever_may_not_write_any_more_is_skipped_on_the_rota(team):
    left, reads, second = UserFactory(team=team), UserFactory(team=team), UserFactory(team=team)
    on_rota(team, left, reads, second)
    left.is_active, reads.role = False, Role.READER
    left.save()
    reads.save()

    assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked == second


def test_seniors_without_a_team_are_no_nearer_to_somebody_without_one():
    UserFactory(is_senior=True)
    lead = TechLeadFactory()
    asked_reach_out(IncidentFactory())

    assert {asked_reach_out(IncidentFactory()).asked, lead} == {lead}


def test_among_equals_it_goes_round(team):
    leads = [TechLeadFactory(leads=team) for _ in range(3)]
    seen = []
    with time_machine.travel(MONDAY_MORNING, tick=False) as clock:
        for _ in range(6):
            seen.append(asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked)
            clock.shift(timedelta(minutes=1))

    assert seen == leads * 2


def test_what_was_asked_long_ago_does_not_count(team):
    often, once = TechLeadFactory(leads=team), TechLeadFactory(leads=team)
    with time_machine.travel(MONDAY_MORNING, tick=False) as clock:
        for _ in range(3):
            asked_reach_out(IncidentFactory(by=UserFactory(team=team)))
        Asking.objects.update(user=often)
        clock.shift(timedelta(days=29))
        assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked == once
        clock.shift(timedelta(days=2))

        assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked == often


def test_hundreds_who_sleep_do_not_hide_the_one_at_work():
    User.objects.bulk_create(
        User(email=f"sleeps{n}@example.org", is_senior=True, workdays=[6]) for n in range(150)
    )
    awake = UserFactory(is_senior=True)

    with time_machine.travel(MONDAY_MORNING):
        assert asked_reach_out(IncidentFactory()).asked == awake


@pytest.mark.parametrize(
    ("zone", "at", "passes_on"),
    [
        ("Asia/Kolkata", "2026-11-23T11:45+00:00", "2026-11-24T03:45+00:00"),
        ("Asia/Kathmandu", "2026-11-23T11:30+00:00", "2026-11-24T03:30+00:00"),
        ("Australia/Adelaide", "2026-10-02T07:50+00:00", "2026-10-04T22:50+00:00"),
        ("Europe/London", "2026-03-27T17:10+00:00", "2026-03-30T08:10+00:00"),
        ("America/New_York", "2026-10-30T21:10+00:00", "2026-11-02T14:10+00:00"),
    ],
)
def test_half_an_hour_of_work_is_counted_in_the_zone_of_whoever_is_asked(team, zone, at, passes_on):
    """Half hours, quarter hours, and week-ends on which the clock changes."""
    TechLeadFactory(leads=team, time_zone=zone, **OFFICE)

    with time_machine.travel(datetime.fromisoformat(at), tick=False):
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert reach_out.pass_on_at == datetime.fromisoformat(passes_on)


HOLIDAY = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize("why", [{"country": "GB"}, {"away_days": [HOLIDAY.date()]}])
def test_nobody_is_asked_on_a_holiday_or_while_away_when_another_is_there(team, why):
    lead = TechLeadFactory(leads=team, time_zone="Europe/London", **OFFICE, **why)
    senior = UserFactory(is_senior=True)

    with time_machine.travel(HOLIDAY, tick=False):
        assert asked_reach_out(IncidentFactory(by=UserFactory(team=team))).asked == senior
        be_out(senior)
        asked_then = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))

    assert asked_then.asked == lead
    monday = datetime(2026, 12, 29 if "country" in why else 28, 9, 30, tzinfo=UTC)
    assert asked_then.pass_on_at == monday


# Asking for a word, at any time.


def test_a_word_is_asked_for_while_it_is_live_and_by_whoever_is_in_it(work):
    lead, ines = TechLeadFactory(), UserFactory()
    incident = IncidentFactory()
    join_incident(incident, by=ines)

    with work():
        reach_out = ask_for_a_word(incident, by=ines)
        ask_for_a_word(incident, by=ines)

    reach_out.refresh_from_db()
    assert (reach_out.asked, reach_out.round) == (lead, 1)
    assert asked(reach_out) == [lead.pk]


def test_asking_while_somebody_is_asked_already_keeps_who_was_asked(team):
    first, second = TechLeadFactory(leads=team), TechLeadFactory(leads=team)
    with time_machine.travel(MONDAY_MORNING, tick=False) as clock:
        reach_out = asked_reach_out(IncidentFactory(by=UserFactory(team=team)))
        clock.shift(timedelta(minutes=31))
        ask_for_a_word(reach_out.incident, by=reach_out.person)
        pass_on(reach_out.pk)

        reach_out.refresh_from_db()
        assert reach_out.asked == second
        assert reach_out.welcomes(first)


def test_two_presses_at_once_are_one(race):
    TechLeadFactory()
    incident = IncidentFactory()
    note = kind_note(incident)

    assert race(4, lambda: ask_for_a_word(incident, by=note.recipient)) == ["ok"] * 4

    reach_out = ReachOut.objects.get()
    assert (reach_out.round, reach_out.ended_at) == (2, None)


def test_fine_and_a_word_at_once_leave_one_of_the_two(race):
    TechLeadFactory()
    incident = IncidentFactory()
    nia = incident.declared_by

    outcomes = race(
        2, [lambda: say_i_am_fine(incident, by=nia), lambda: ask_for_a_word(incident, by=nia)]
    )

    reach_out = ReachOut.objects.get()
    assert outcomes == ["ok", "ok"]
    assert (reach_out.wanted_at is None) == (reach_out.ended_at is not None)


def test_in_a_new_round_those_of_the_last_one_may_be_asked_again(team, work):
    lead = TechLeadFactory(leads=team)
    incident = IncidentFactory(by=UserFactory(team=team))
    kind_note(incident)
    reach_out = ReachOut.objects.get()
    assert not reach_out.welcomes(lead)

    with work():
        ask_for_a_word(incident, by=reach_out.person)

    reach_out.refresh_from_db()
    assert reach_out.welcomes(lead)
    assert reach_out.askings.count() == 2


def test_i_am_fine_takes_back_that_a_word_was_asked_for():
    TechLeadFactory()
    incident = IncidentFactory()
    ask_for_a_word(incident, by=incident.declared_by)

    say_i_am_fine(incident, by=incident.declared_by)

    reach_out = ReachOut.objects.get()
    assert reach_out.wanted_at is None
    assert reach_out.ended_at is not None


def test_whose_change_it_was_is_in_no_row(client_of):
    """What is kept is the same as of anybody else who would welcome a word."""
    TechLeadFactory()
    kept = []
    for body in ({"in_room": "yes"}, {"in_room": "yes", "change": "yes"}):
        incident = IncidentFactory()
        entries = incident.timeline.count()
        address = reverse("incidents:would_welcome_a_word", args=[incident.pk])
        response = client_of(incident.declared_by).post(address, body)
        assert response.url == incident.get_absolute_url()
        assert incident.timeline.count() == entries
        row = ReachOut.objects.filter(incident=incident).values().get()
        kept.append({name: type(value) for name, value in row.items()})

    assert kept[0] == kept[1]


def test_whoever_says_that_it_was_their_change_is_thanked(client_of):
    incident = IncidentFactory()
    address = reverse("incidents:would_welcome_a_word", args=[incident.pk])

    page = client_of(incident.declared_by).post(
        address, {"in_room": "yes", "change": "yes"}, follow=True
    )

    assert "Thank you for saying so." in page.content.decode()
    assert "it helps them on the timeline" in page.content.decode()


@pytest.mark.parametrize("mode", [Mode.PRACTICE, Mode.RECORD])
def test_practice_and_records_have_no_such_card(mode, client_of):
    incident = IncidentFactory(mode=mode)

    page = client_of(incident.declared_by).get(incident.get_absolute_url()).content.decode()

    assert 'id="care"' not in page


def card(incident, who, client_of):
    page = client_of(who).get(incident.get_absolute_url()).content.decode()
    return page.partition('id="care"')[2].partition("</section>")[0]


def test_the_room_shows_each_their_own_card(client_of):
    TechLeadFactory()
    incident, tom = IncidentFactory(), UserFactory()
    nia = incident.declared_by
    assert card(incident, tom, client_of) == ""
    join_incident(incident, by=tom)

    ask_for_a_word(incident, by=tom)

    assert "You asked for a word" in card(incident, tom, client_of)
    assert "How are you?" in card(incident, nia, client_of)


def test_the_card_says_when_nobody_had_a_moment(client_of):
    incident = IncidentFactory()
    ask_for_a_word(incident, by=incident.declared_by)
    pass_on(ReachOut.objects.get().pk)

    shown = card(incident, incident.declared_by, client_of)

    assert "Nobody had a moment so far" in shown
    assert "Ask again" in shown


def test_the_card_stays_until_it_is_forgotten(client_of):
    incident = IncidentFactory(is_over=True)
    nia = incident.declared_by
    with time_machine.travel(incident.resolved_at + timedelta(days=29)):
        assert card(incident, nia, client_of)
    with time_machine.travel(incident.resolved_at + timedelta(days=31)):
        assert not card(incident, nia, client_of)
