"""Debriefs: planned, moved, called off, held, and who hears of it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import let_in, restrict_incident
from incidents.models import Mode
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain.debriefing import (
    QUESTIONS,
    cancel_debrief,
    change_debrief,
    hold_debrief,
    plan_debrief,
    write_debrief,
)
from postmortems.models import Debrief, DebriefState
from postmortems.queries.debriefs import facilitators, from_outside, may_come, was_there
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db

SOON = datetime(2030, 3, 5, 14, 0, tzinfo=UTC)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau", time_zone="Europe/Berlin")


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom Brandt")


@pytest.fixture
def ines():
    return UserFactory(display_name="Ines Duarte", is_senior=True)


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


def planned(postmortem, by, invited, **words):
    known = {"starts_at": SOON, "minutes": 45} | words
    return plan_debrief(postmortem, by=by, invited=invited, **known)


def changed(debrief, by, **words):
    known = {
        "starts_at": debrief.starts_at,
        "minutes": debrief.minutes,
        "place": debrief.place,
        "facilitator": debrief.facilitator,
        "invited": debrief.invited.all(),
    }
    return change_debrief(debrief, by=by, **(known | words))


def told(kind, debrief):
    nudges = Nudge.objects.open().filter(kind=kind, about_id=debrief.pk)
    return {one.recipient for one in nudges}


def test_whoever_is_invited_and_whoever_leads_it_hear_of_it(postmortem, nia, tom, ines):
    debrief = planned(postmortem, nia, [nia, tom], facilitator=ines, place="Blue room")

    assert set(debrief.invited.all()) == {nia, tom, ines}
    assert told("debrief", debrief) == {nia, tom, ines}
    assert (debrief.sequence, debrief.time_zone) == (0, "Europe/Berlin")
    assert debrief.ends_at - debrief.starts_at == timedelta(minutes=45)
    timeline = postmortem.incidents.get().timeline
    assert timeline.filter(text="A debrief is planned.").count() == 1


def test_planning_twice_at_once_plans_one(race, nia):
    postmortem = PostmortemFactory(by=nia)

    assert race(3, lambda: planned(postmortem, nia, [nia])) == ["ok"] * 3

    assert Debrief.objects.count() == 1
    assert Nudge.objects.filter(kind="debrief").count() == 1


def test_one_is_planned_at_a_time(postmortem, nia):
    debrief = planned(postmortem, nia, [nia])

    with pytest.raises(DomainError, match="can be moved"):
        planned(postmortem, nia, [nia], starts_at=SOON + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Debrief.objects.create(
            postmortem=postmortem, starts_at=SOON, ends_at=SOON + timedelta(hours=1)
        )
    cancel_debrief(debrief, by=nia)

    assert planned(postmortem, nia, [nia]).is_planned


def test_whoever_was_there_does_not_lead_the_talk(postmortem, nia, tom):
    with pytest.raises(DomainError, match="Somebody from outside") as refused:
        planned(postmortem, nia, [tom], facilitator=nia)

    assert list(refused.value.message_dict) == ["facilitator"]


def test_somebody_is_invited(postmortem, nia):
    with pytest.raises(DomainError, match="at least one person"):
        planned(postmortem, nia, [])


def test_of_a_restricted_incident_only_those_who_see_it_are_invited(postmortem, nia, tom, ines):
    restrict_incident(postmortem.incidents.get(), by=nia)
    assert set(may_come(postmortem)) == {nia}
    with pytest.raises(DomainError, match="Tom Brandt cannot see this incident"):
        planned(postmortem, nia, [nia, tom])

    let_in(postmortem.incidents.get(), by=nia, person=tom)

    assert set(planned(postmortem, nia, [nia, tom]).invited.all()) == {nia, tom}
    assert ines not in may_come(postmortem)


def test_what_took_place_already_invites_nobody(postmortem, nia):
    debrief = planned(postmortem, nia, [nia], starts_at=timezone.now() - timedelta(days=1))

    assert told("debrief", debrief) == set()
    assert hold_debrief(debrief, by=nia).is_held


def test_of_a_practice_people_hear_in_the_app_only(nia):
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE, is_over=True)
    planned(PostmortemFactory(by=nia, incident=incident), nia, [nia])

    assert Nudge.objects.get(kind="debrief").stays_in_app


def test_moving_it_raises_the_sequence_and_tells_everybody_once_more(postmortem, nia, tom):
    debrief = planned(postmortem, nia, [nia, tom])

    moved = changed(debrief, tom, starts_at=SOON + timedelta(hours=1))

    assert (moved.uid, moved.sequence, moved.minutes) == (debrief.uid, 1, 45)
    assert moved.time_zone == "UTC"
    assert moved.changed_at > debrief.changed_at
    assert told("debrief", moved) == {nia, tom}
    assert Nudge.objects.filter(kind="debrief", state="done").count() == 2


def test_what_changes_nothing_tells_nobody(postmortem, nia):
    debrief = planned(postmortem, nia, [nia])

    assert changed(debrief, nia).sequence == 0
    assert Nudge.objects.filter(kind="debrief").count() == 1


def test_whoever_is_not_invited_any_more_hears_that(postmortem, nia, tom):
    debrief = planned(postmortem, nia, [nia, tom])

    debrief = changed(debrief, nia, invited=[nia])

    assert told("debrief", debrief) == {nia}
    assert told("debrief_off", debrief) == {tom}


def test_calling_it_off_ends_the_invitation_and_says_so(postmortem, nia, tom):
    debrief = cancel_debrief(planned(postmortem, nia, [nia, tom]), by=nia)

    assert (debrief.state, debrief.sequence) == (DebriefState.CANCELLED, 1)
    assert told("debrief", debrief) == set()
    assert told("debrief_off", debrief) == {nia, tom}
    for act in (cancel_debrief, hold_debrief, changed):
        with pytest.raises(DomainError, match="called off already"):
            act(debrief, by=nia)


def test_calling_it_off_twice_at_once_is_one_cancellation(race, nia):
    debrief = planned(PostmortemFactory(by=nia), nia, [nia])

    outcomes = race(2, lambda: cancel_debrief(debrief, by=nia))

    assert sorted(outcomes) == ["DomainError", "ok"]
    debrief.refresh_from_db()
    assert debrief.sequence == 1


def test_it_is_held_once_it_has_begun(postmortem, nia):
    debrief = planned(postmortem, nia, [nia])
    with pytest.raises(DomainError, match="not begun yet"):
        hold_debrief(debrief, by=nia)

    held = hold_debrief(debrief, by=nia, at=SOON + timedelta(hours=1))

    assert held.is_held
    assert told("debrief", held) == set()


def test_notes_are_kept_with_a_revision_and_no_calendar_is_told(postmortem, nia):
    debrief = planned(postmortem, nia, [nia])

    written = write_debrief(debrief, by=nia, revision=1, questions="What?", notes="The lag.")

    assert (written.notes, written.revision, written.sequence) == ("The lag.", 2, 0)
    with pytest.raises(DomainError, match="Somebody else wrote here"):
        write_debrief(debrief, by=nia, revision=1, questions="What?", notes="Mine.")


def test_those_at_work_then_are_suggested_first_and_seniors_before_others(
    postmortem, nia, tom, ines
):
    tom.delete()
    late = {"workday_starts": time(18), "workday_ends": time(23)}
    away = UserFactory(display_name="Ada", is_senior=True, **late)
    junior = UserFactory(display_name="Bo")
    UserFactory(role=Role.READER)

    people = list(facilitators(from_outside(postmortem), at=SOON))

    assert people == [ines, junior, away]
    assert [one.nearness for one in people] == [0, 0, 1]
    assert nia not in people


def test_whoever_was_there_is_invited_by_default(postmortem, nia, tom):
    assert list(was_there(postmortem)) == [nia]


@pytest.mark.parametrize(
    ("question", "is_closed"),
    [
        ("Why did it break?", True),
        ("- who saw it?", True),
        ("And why then?", True),
        ("What did you see?", False),
        ("How did you know who to ask?", False),
        ("Whole systems?", False),
    ],
)
def test_questions_with_why_and_who_are_hinted_at(question, is_closed):
    assert bool(Debrief(questions=question).closed_questions()) is is_closed


def test_the_starter_questions_open_people_up():
    assert not Debrief(questions="\n".join(map(str, QUESTIONS))).closed_questions()
    assert all(str(one).startswith(("What", "How")) for one in QUESTIONS)


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def test_the_page_that_plans_has_everything_filled_in(postmortem, nia, tom, ines, client_of):
    form = client_of(nia).get(url("plan_debrief", postmortem)).context["form"]

    assert form.initial["starts_at"] > timezone.now()
    assert form["invited"].value() == [nia.pk]
    assert "What did you see first" in form["questions"].value()
    assert not form["facilitator"].value()


def test_it_is_planned_moved_and_called_off_by_forms(postmortem, nia, tom, client_of):
    client = client_of(nia)
    data = {
        "starts_at": "2027-03-01T14:00",
        "minutes": "45",
        "place": "https://meet.example.org/blue",
        "invited": [nia.pk, tom.pk],
        "questions": "What did you see?\r\nWhy?",
    }
    response = client.post(url("invite_to_debrief", postmortem), data)
    debrief = postmortem.debriefs.get()
    assert response["Location"] == debrief.get_absolute_url()
    assert debrief.starts_at == datetime(2027, 3, 1, 13, 0, tzinfo=UTC)
    page = client.get(debrief.get_absolute_url()).content.decode()
    assert '<a href="https://meet.example.org/blue"' in page
    assert "<li>Why?</li>" in page.partition('id="question-hint"')[2]

    data |= {"starts_at": "2027-03-01T15:00", "facilitator": ""}
    client.post(url("change_debrief", postmortem, debrief.pk), data)
    debrief.refresh_from_db()
    assert (debrief.starts_at.hour, debrief.sequence) == (14, 1)

    client.post(url("cancel_debrief", postmortem, debrief.pk))
    debrief.refresh_from_db()
    assert debrief.is_cancelled
    again = client.post(url("cancel_debrief", postmortem, debrief.pk))
    assert again.status_code == 422
    assert "called off already" in again.content.decode()


def test_what_cannot_be_planned_is_said_beside_it(postmortem, nia, client_of):
    response = client_of(nia).post(
        url("invite_to_debrief", postmortem),
        {"starts_at": "soon", "minutes": "7", "facilitator": nia.pk, "questions": "Typed"},
    )

    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"starts_at", "minutes", "facilitator", "invited"}
    assert form["questions"].value() == "Typed"


def test_the_one_who_leads_it_holds_it_and_keeps_the_notes(postmortem, nia, ines, client_of):
    past = timezone.now() - timedelta(hours=1)
    debrief = planned(postmortem, nia, [nia], facilitator=ines, starts_at=past)
    client = client_of(ines)

    client.post(url("hold_debrief", postmortem, debrief.pk))
    data = {"revision": "1", "questions": "What?", "notes": "The lag was **known**."}
    client.post(url("write_debrief", postmortem, debrief.pk), data)

    page = client.get(debrief.get_absolute_url()).content.decode()
    assert "<strong>known</strong>" in page
    assert "Held</span>" in page
    assert client.get(url("move_debrief", postmortem, debrief.pk)).status_code == 403


def test_after_somebody_elses_notes_both_are_on_the_page(postmortem, nia, client_of):
    debrief = planned(postmortem, nia, [nia])
    write_debrief(debrief, by=nia, revision=1, questions="", notes="Theirs")
    data = {"revision": "1", "notes": "Mine", "initial-notes": "", "questions": ""}

    response = client_of(nia).post(url("write_debrief", postmortem, debrief.pk), data)

    assert response.status_code == 422
    assert response.context["form"]["notes"].value() == "Mine"
    assert "Theirs</textarea>" in response.content.decode()


def test_others_read_it_and_change_nothing(postmortem, nia, tom, client_of):
    debrief, client = planned(postmortem, nia, [nia]), client_of(tom)

    assert client.get(debrief.get_absolute_url()).status_code == 200
    assert client.get(url("plan_debrief", postmortem)).status_code == 403
    for name in ("change", "cancel", "hold", "write"):
        address = url(f"{name}_debrief", postmortem, debrief.pk)
        assert client.post(address).status_code == 403
    assert client.post(url("invite_to_debrief", postmortem)).status_code == 403


def test_the_write_up_shows_when_it_is(postmortem, nia, ines, client_of):
    planned(postmortem, nia, [nia], facilitator=ines)

    page = client_of(nia).get(postmortem.get_absolute_url()).content.decode()

    section = page.partition('id="debriefs"')[2].partition("</section>")[0]
    assert "5 Mar 2030, 15:00 CET" in " ".join(section.split())
    assert "led by Ines Duarte" in section
    assert "Plan a debrief" not in section


def test_the_page_takes_as_many_queries_for_ten_guests_as_for_one(
    postmortem, nia, client_of, queries_of
):
    debrief, client = planned(postmortem, nia, [nia]), client_of(nia)
    pages = [debrief.get_absolute_url(), url("move_debrief", postmortem, debrief.pk)]
    for_one = [queries_of(client, page) for page in pages]
    debrief.invited.add(*(UserFactory() for _each in range(10)))

    assert [queries_of(client, page) for page in pages] == for_one
    assert max(for_one) <= 12
