"""Three questions: nothing that is kept says who answered what, and few are never shown."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import join_incident
from incidents.models import Mode
from learning.domain.counting import count_closed_pulses, count_pulse
from learning.domain.pulse import (
    answer_pulse,
    ask_after_incidents,
    ask_everyone,
    has_answered,
    open_rounds,
)
from learning.insights.quarters import Quarter
from learning.models import Cell, Occasion, PulseBox, PulseRound, SpentBallot
from learning.tasks import ask_after_incidents as ask_task
from nudges.domain.outbox import nudge, stop
from nudges.domain.saying import say
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role, User
from tests.factories import IncidentFactory, TeamFactory, UserFactory
from tests.learning.test_anonymous import every_row, queued

pytestmark = pytest.mark.django_db

NOW = timezone.now()
QUARTER = Quarter.of(NOW.date())
# Nothing else in any row looks like these.
NUMBER = 913_572_469
TRACES = (str(NUMBER), "Xantippe", "xantippe@quill.example", "203.0.113.77", "Seamonkey")


def a_round(occasion=Occasion.AFTER, *people):
    this, _new = PulseRound.objects.get_or_create(
        occasion=occasion,
        quarter=QUARTER.first_day,
        defaults={"closes_at": PulseRound.closing(QUARTER)},
    )
    nudge(this.nudge_kind, about=this, to=people, at=NOW)
    return this


def answered(team, faces, **names):
    """Each of some people of a team chooses a face for `after_supported`."""
    people = list(team.members.all()) if team else UserFactory.create_batch(len(faces))
    this = a_round(Occasion.AFTER, *people[: len(faces)])
    for person, face in zip(people, faces, strict=False):
        answer_pulse(this, by=person, after_supported=face, **names)
    return this


def team_of(size):
    team = TeamFactory()
    UserFactory.create_batch(size, team=team)
    return team


def closed(this):
    return count_pulse(this, at=this.closes_at + timedelta(hours=1))


def cells(question="after_supported"):
    return {one.team_id: (one.n, one.values) for one in Cell.objects.filter(figure=question)}


# What is kept.


def test_no_table_cache_queue_mail_or_log_says_who_answered_what(client_of, caplog, work):
    caplog.set_level(logging.INFO)
    person = UserFactory(
        pk=NUMBER, display_name="Xantippe Quill", email="xantippe@quill.example", team=team_of(4)
    )
    this = a_round(Occasion.AFTER, person, *person.team.members.exclude(pk=person.pk))
    client = client_of(person)
    client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Seamonkey"}
    with work():
        client.get(this.get_absolute_url())
    before, in_queue = set(every_row()), queued()
    cache.clear()

    with work():
        chosen = {"after_supported": "2", "after_safe": "4"}
        page = client.post(reverse("insights:answer_pulse", args=[this.pk]), chosen)
    new = set(every_row()) - before

    assert page.status_code == 302
    assert {table for table, _row in new} == {"learning_spentballot", "learning_pulsebox"}
    kept = [*(record.getMessage() for record in caplog.records), str(queued())]
    kept += [row for _table, row in new]
    assert [(trace, one) for one in kept for trace in TRACES if trace in one] == []
    assert queued() == in_queue
    assert mail.outbox == []
    gone = before - set(every_row())
    assert {table for table, _row in gone} <= {"django_session", "learning_pulsebox"}


def test_nothing_that_is_kept_of_an_answer_has_an_order_or_a_time():
    kinds = {
        field.get_internal_type()
        for model in (PulseBox, SpentBallot)
        for field in model._meta.fields
    }

    assert kinds.isdisjoint({"DateTimeField", "DateField", "TimeField"})
    assert SpentBallot._meta.pk.get_internal_type() == "CharField"
    pointing = {
        field.related_model for model in (PulseBox, SpentBallot) for field in model._meta.fields
    }
    assert User not in pointing


def test_answers_that_came_together_are_not_kept_together():
    team = team_of(5)
    people = list(team.members.all())
    this = a_round(Occasion.AFTER, *people)
    for person, faces in zip(people, [(1, 5), (5, 1), (2, 4), (4, 2), (3, 3)], strict=True):
        answer_pulse(this, by=person, after_supported=faces[0], after_safe=faces[1])

    boxes = {box.question: box.answers for box in this.boxes.all()}

    assert boxes == {"after_supported": [1] * 5, "after_safe": [1] * 5}


def test_the_reminder_ends_when_the_questions_are_opened_not_when_they_are_answered(client_of):
    opener, answerer = UserFactory(), UserFactory()
    this = a_round(Occasion.AFTER, opener, answerer)
    for person in (opener, answerer):
        client_of(person).get(this.get_absolute_url())
    answer_pulse(this, by=answerer, after_supported=4)

    told = {
        (one.state, one.ended_because, one.times_said, one.due_at) for one in Nudge.objects.all()
    }

    assert told == {("done", "opened", 0, None)}


def test_a_ballot_does_not_say_whose_it_is_without_the_key(settings):
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)
    answer_pulse(this, by=person, after_supported=4)

    assert has_answered(this, person)
    settings.SECRET_KEY = "another one"
    assert not has_answered(this, person)


def test_a_box_does_not_say_what_is_in_it_without_the_key(settings):
    """A box of one answer, beside the one reminder that was opened, would say whose that is."""
    answered(team_of(5), [4])
    [box] = PulseBox.objects.all()
    assert box.answers == [0, 0, 0, 1, 0]
    assert len(set(box.counts)) == len(box.counts)
    assert min(box.counts) > 1

    settings.SECRET_KEY = "another one"
    assert box.answers == [0] * 5


def test_what_was_written_with_another_key_is_not_counted(settings):
    team = team_of(9)
    this = answered(team, [4] * 8)
    settings.SECRET_KEY = "another one"

    closed(this)

    assert cells() == {}


def test_all_of_a_round_is_deleted_when_it_is_counted():
    this = answered(team_of(6), [4] * 6)

    closed(this)

    for model in (PulseRound, PulseBox, SpentBallot):
        assert not model.objects.exists()
    assert not Nudge.objects.filter(kind="pulse_after").exists()
    assert cells() == {None: (6, {"sum": 24}), User.objects.first().team_id: (6, {"sum": 24})}


# Who is too few.


def test_four_answers_are_shown_to_nobody_and_kept_for_no_other_round(client_of):
    this = answered(team_of(9), [5, 5, 5, 5])

    assert closed(this) == 0

    assert not Cell.objects.exists()
    assert not PulseBox.objects.exists()
    page = client_of(UserFactory()).get(reverse("insights:insights")).content.decode()
    assert "of 5</" not in page


def test_everyone_minus_a_team_is_not_a_small_group():
    large, other = team_of(6), team_of(5)
    answered(large, [4] * 6)
    this = answered(other, [1] * 4)

    closed(this)

    assert cells() == {None: (10, {"sum": 28})}


def test_two_teams_of_five_are_shown_beside_everyone():
    large, other = team_of(6), team_of(5)
    answered(large, [4] * 6)
    this = answered(other, [1] * 5)

    closed(this)

    assert cells() == {
        None: (11, {"sum": 29}),
        large.pk: (6, {"sum": 24}),
        other.pk: (5, {"sum": 5}),
    }


def test_a_team_of_four_has_no_box_of_its_own():
    small = team_of(4)
    this = answered(small, [1] * 4)

    assert set(this.boxes.values_list("team", flat=True)) == {None}


def test_no_box_is_that_of_the_only_one_without_a_team():
    """One person without a team beside teams: a box of their own would be their answers."""
    large, smaller, alone = team_of(6), team_of(5), UserFactory()
    for person in (large.members.first(), smaller.members.first(), alone):
        answer_pulse(a_round(Occasion.AFTER, person), by=person, after_supported=4)

    boxes = {box.team: sum(box.answers) for box in PulseBox.objects.select_related("team")}

    assert boxes == {large: 1, None: 2}


def test_each_question_needs_five_of_its_own():
    team = team_of(6)
    people = list(team.members.all())
    this = a_round(Occasion.AFTER, *people)
    for place, person in enumerate(people):
        more = {"after_learn": 2} if place < 4 else {}
        answer_pulse(this, by=person, after_supported=5, **more)

    closed(this)

    assert cells()[None] == (6, {"sum": 30})
    assert cells("after_learn") == {}


def shown(client, address):
    """A page without what is drawn anew each time."""
    page = client.get(address).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_nothing_is_shown_before_the_round_is_closed(client_of):
    team = team_of(12)
    client = client_of(UserFactory(role=Role.READER))
    address = reverse("insights:export_csv")
    this = answered(team, [3] * 11)
    before = shown(client, address)

    answer_pulse(a_round(Occasion.AFTER, team.members.last()), by=team.members.last(),
                 after_supported=1)  # fmt: skip

    assert shown(client, address) == before
    assert count_pulse(this, at=this.closes_at - timedelta(hours=1)) == 0
    assert count_closed_pulses(at=this.closes_at + timedelta(hours=1)) == 2
    assert count_closed_pulses(at=this.closes_at + timedelta(hours=1)) == 0


def test_five_answers_are_those_of_five_people():
    person = UserFactory(team=team_of(8))
    this = a_round(Occasion.AFTER, person)
    answer_pulse(this, by=person, after_supported=5)

    for _ in range(5):
        with pytest.raises(DomainError, match="already"):
            answer_pulse(this, by=person, after_supported=5)

    assert sum(this.boxes.get().answers) == 1


def test_pressing_twice_at_once_counts_once(race):
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)

    outcomes = race(2, lambda: answer_pulse(this, by=person, after_supported=5))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert sum(this.boxes.get().answers) == 1


def test_two_people_at_once_are_both_counted(race):
    people = UserFactory.create_batch(2)
    this = a_round(Occasion.AFTER, *people)

    acts = [lambda one=one: answer_pulse(this, by=one, after_supported=5) for one in people]

    assert race(2, acts) == ["ok", "ok"]
    assert sum(this.boxes.get().answers) == 2


# Answering.


def test_each_question_can_be_left_out_but_not_all(client_of):
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)
    client = client_of(person)
    address = reverse("insights:answer_pulse", args=[this.pk])

    none = client.post(address, {})
    assert none.status_code == 422
    assert not SpentBallot.objects.exists()
    one = client.post(address, {"after_safe": "3"})
    assert one.status_code == 302
    assert [(box.question, box.answers) for box in this.boxes.all()] == [
        ("after_safe", [0, 0, 1, 0, 0])
    ]
    again = client.post(address, {"after_safe": "3"})
    assert again.status_code == 422
    assert "answered these" in client.get(this.get_absolute_url()).content.decode()


@pytest.mark.parametrize("face", ["0", "6", "-1", "1.5", "x", "é"])
def test_other_faces_are_refused(client_of, face):
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)

    answer = client_of(person).post(
        reverse("insights:answer_pulse", args=[this.pk]), {"after_safe": face}
    )

    assert answer.status_code == 422
    assert not PulseBox.objects.exists()


def test_only_those_who_were_asked_see_the_questions(client_of):
    asked, other = UserFactory(), UserFactory(role=Role.ADMIN)
    this = a_round(Occasion.AFTER, asked)

    assert client_of(asked).get(this.get_absolute_url()).status_code == 200
    for method in ("get", "post"):
        address = (
            this.get_absolute_url()
            if method == "get"
            else reverse("insights:answer_pulse", args=[this.pk])
        )
        assert getattr(client_of(other), method)(address).status_code == 404
    with pytest.raises(DomainError, match="those who were asked"):
        answer_pulse(this, by=other, after_safe=3)
    reader = UserFactory(role=Role.READER)
    assert client_of(reader).get(this.get_absolute_url()).status_code == 403


def test_a_closed_round_takes_no_answer():
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)
    PulseRound.objects.update(closes_at=NOW - timedelta(minutes=1))

    with pytest.raises(DomainError, match="closed"):
        answer_pulse(this, by=person, after_safe=3)

    assert open_rounds(person) == []


def test_the_insights_say_that_questions_are_open_until_they_are_answered(client_of):
    person = UserFactory()
    this = a_round(Occasion.AFTER, person)
    client = client_of(person)

    assert this.get_absolute_url() in client.get(reverse("insights:insights")).content.decode()
    answer_pulse(this, by=person, after_safe=3)
    assert this.get_absolute_url() not in client.get(reverse("insights:insights")).content.decode()


# Asking.


def over(**more):
    incident = IncidentFactory(**more)
    return resolve_incident(incident, by=incident.declared_by, summary="Done.")


def asked_people(kind):
    return set(Nudge.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_those_who_were_there_are_asked_once_however_many_incidents():
    person, helper = UserFactory(), UserFactory()
    for _ in range(3):
        incident = IncidentFactory(by=person)
        join_incident(incident, by=helper)
        resolve_incident(incident, by=person, summary="Done.")
    IncidentFactory()

    ask_after_incidents()
    ask_task()

    assert asked_people("pulse_after") == {person.pk, helper.pk}
    assert Nudge.objects.filter(kind="pulse_after").count() == 2
    assert PulseRound.objects.count() == 1


def test_it_is_asked_in_working_hours_and_can_be_stopped():
    person = over().declared_by

    ask_after_incidents()

    [reminder] = Nudge.objects.filter(kind="pulse_after")
    assert reminder.due_at > NOW + timedelta(hours=24)
    stop(reminder, by=person)
    ask_after_incidents()
    assert Nudge.objects.filter(kind="pulse_after").count() == 1
    assert say(reminder.pk) == set()


def test_practice_and_restricted_and_readers_are_not_asked():
    over(mode=Mode.PRACTICE)
    over(is_restricted=True)
    gone = over().declared_by
    User.objects.filter(pk=gone.pk).update(is_active=False)

    ask_after_incidents()

    assert asked_people("pulse_after") == set()


def test_a_reminder_says_nothing_of_the_incident(client_of):
    incident = over(title="Zeppelins over the checkout")
    ask_after_incidents()
    [reminder] = Nudge.objects.filter(kind="pulse_after")
    Nudge.objects.update(due_at=NOW)

    say(reminder.pk)

    said = f"{reminder.about} {reminder.dedupe_key} {vars(reminder.about)}"
    assert str(incident.title) not in said
    page = client_of(incident.declared_by).get("/").content.decode()
    assert "Three questions" in page


@pytest.mark.parametrize(("days", "is_time"), [(10, False), (40, True), (75, True), (88, False)])
def test_everybody_is_asked_once_a_quarter(days, is_time):
    people = UserFactory.create_batch(3)
    UserFactory(role=Role.READER)
    at = QUARTER.begins + timedelta(days=days)

    assert ask_everyone(at=at) == is_time
    ask_everyone(at=at + timedelta(hours=1))

    expected = {one.pk for one in people} if is_time else set()
    assert asked_people("pulse_quarter") == expected


def test_nobody_is_reminded_of_what_is_closed(client_of):
    person = UserFactory()
    a_round(Occasion.QUARTER, person)
    PulseRound.objects.update(closes_at=NOW - timedelta(minutes=1))

    assert "Three questions" not in client_of(person).get("/").content.decode()
