"""What is said when, and sent how often."""

from datetime import UTC, datetime, time, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from unittest.mock import Mock

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from nudges.domain import delivery, outcomes, saying
from nudges.domain.outbox import end, nudge, snooze
from nudges.models import Delivery, Nudge, Outlet
from nudges.models.delivery import MOST_ATTEMPTS, State
from nudges.models.nudge import LAPSED, MOST_FAILURES
from nudges.models.nudge import State as NudgeState
from nudges.tasks import deliver, sweep
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}


@pytest.fixture
def incident():
    return IncidentFactory(mode="record")


@pytest.fixture
def planned(incident):
    """One mail that is due."""
    nudge("update_due", about=incident, to=[UserFactory()])
    saying.say(Nudge.objects.get().pk)
    return Delivery.objects.get()


def said_at(kind, user, incident, *, until):
    """Every moment at which a kind is said, from Monday at ten."""
    moments = []
    with time_machine.travel(MONDAY, tick=False) as clock:
        nudge(kind, about=incident, to=[user])
        while due := Nudge.objects.get().due_at:
            if due > MONDAY + until:
                break
            clock.move_to(max(due, MONDAY))
            saying.say(Nudge.objects.get().pk)
            moments.append(timezone.now())
    return moments


def test_an_update_is_asked_for_twice(incident):
    moments = said_at("update_due", UserFactory(**OFFICE), incident, until=timedelta(days=9))

    assert moments == [MONDAY, MONDAY + timedelta(minutes=10)]


def test_a_write_up_is_asked_for_five_times_at_most(incident):
    moments = said_at("write_up", UserFactory(**OFFICE), incident, until=timedelta(days=99))

    tuesday = MONDAY.replace(hour=9) + timedelta(days=1)
    days = [0, 2, 9, 16, 23]
    assert moments == [tuesday + timedelta(days=day) for day in days]


def test_a_review_is_asked_for_once_more_after_two_working_days(incident):
    moments = said_at("review_waiting", UserFactory(**OFFICE), incident, until=timedelta(days=9))

    assert moments == [MONDAY, MONDAY.replace(hour=9) + timedelta(days=2)]


def test_a_check_in_comes_once_on_the_next_working_morning(incident):
    moments = said_at("check_in", UserFactory(**OFFICE), incident, until=timedelta(days=9))

    assert moments == [MONDAY.replace(hour=9) + timedelta(days=1)]


def test_thanks_are_said_once_and_never_wait_in_a_list(incident):
    nia = UserFactory()
    nudge("thank_you", about=incident, to=[nia])

    saying.say(Nudge.objects.get().pk)

    assert Nudge.objects.get().state == "done"
    assert not Nudge.objects.visible_to(nia).listed().exists()
    assert Delivery.objects.count() == 1


def test_mail_waits_for_working_hours(incident):
    nia = UserFactory(**OFFICE, time_zone="America/New_York")
    with time_machine.travel(MONDAY, tick=False):  # five in the morning there
        nudge("review_waiting", about=incident, to=[nia])

        assert saying.say(Nudge.objects.get().pk) == set()

    assert Delivery.objects.get().due_at == MONDAY.replace(hour=14)


def test_a_live_incident_may_interrupt(incident):
    nia = UserFactory(**OFFICE)
    with time_machine.travel(MONDAY.replace(hour=3), tick=False):
        nudge("update_due", about=incident, to=[nia])

        assert saying.say(Nudge.objects.get().pk) == {"email"}


def test_what_was_to_interrupt_and_is_late_does_not_any_more(incident):
    nia = UserFactory(**OFFICE)
    with time_machine.travel(MONDAY.replace(hour=1), tick=False) as clock:
        nudge("update_due", about=incident, to=[nia])
        clock.shift(timedelta(hours=2))

        assert saying.say(Nudge.objects.get().pk) == set()

    assert Delivery.objects.get().due_at == MONDAY.replace(hour=9)


def test_what_has_had_its_time_before_a_worker_came_is_not_said(incident):
    with time_machine.travel(MONDAY, tick=False) as clock:
        nudge("help_wanted", about=incident, to=[UserFactory()])
        clock.shift(timedelta(hours=13))

        assert saying.say(Nudge.objects.get().pk) == set()

    assert Nudge.objects.get().ended_because == LAPSED
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", [{"wants_email": False}, {"is_active": False}])
def test_no_mail_goes_to_whoever_wants_none_or_has_left(incident, who):
    nudge("update_due", about=incident, to=[UserFactory(**who)])

    assert saying.say(Nudge.objects.get().pk) == set()
    assert not Delivery.objects.exists()


def test_saying_it_at_once_in_many_workers_says_it_once(race):
    nudge("update_due", about=IncidentFactory(mode="record"), to=[UserFactory()])
    pk = Nudge.objects.get().pk

    assert race(8, lambda: saying.say(pk)) == ["ok"] * 8

    assert Nudge.objects.get().times_said == Delivery.objects.count() == 1


def test_sending_at_once_in_many_workers_sends_it_once(race, mailoutbox):
    nudge("update_due", about=IncidentFactory(mode="record"), to=[UserFactory()])
    saying.say(Nudge.objects.get().pk)

    assert race(8, lambda: delivery.deliver("email")) == ["ok"] * 8

    assert len(mailoutbox) == 1
    sent = Delivery.objects.get()
    assert (sent.state, sent.attempts) == (State.SENT, 1)


def test_a_mail_says_why_it_came_and_from_whom(planned, settings, mailoutbox):
    settings.SITE_URL = "https://goldseam.example.org"

    delivery.deliver("email")

    [message] = mailoutbox
    nudged = planned.nudge
    assert message.to == [nudged.recipient.email]
    assert nudged.about.reference in message.subject
    assert message.extra_headers["Message-ID"] == (f"<delivery-{planned.pk}@goldseam.example.org>")
    html = message.alternatives[0].content
    for text in (message.body, html):
        assert f"https://goldseam.example.org/incidents/{nudged.about.reference}/" in text
        assert "Goldseam" in text
        assert "You lead this incident" in text


def test_a_mail_escapes_what_people_typed_only_where_it_is_html(mailoutbox):
    incident = IncidentFactory(mode="record", title="<b>R&D</b> is down")
    nudge("update_due", about=incident, to=[UserFactory()])
    saying.say(Nudge.objects.get().pk)

    delivery.deliver("email")

    assert "<b>R&D</b> is down" in mailoutbox[0].body
    html = mailoutbox[0].alternatives[0].content
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; is down" in html
    assert "<b>R&D" not in html


def test_a_title_with_line_breaks_stays_one_subject_line(mailoutbox):
    incident = IncidentFactory(mode="record", title="Search\r\nBcc: all@example.org")
    nudge("write_up", about=incident, to=[UserFactory()], at=timezone.now())
    saying.say(Nudge.objects.get().pk)

    delivery.deliver("email")

    assert "\n" not in mailoutbox[0].subject


def test_what_has_ended_meanwhile_is_not_sent(planned, mailoutbox):
    end("update_due", about=planned.nudge.about, because="an update")

    delivery.deliver("email")

    planned.refresh_from_db()
    assert (planned.state, mailoutbox) == (State.NOT_NEEDED, [])


def test_what_was_put_off_meanwhile_is_not_sent(planned, mailoutbox):
    snooze(planned.nudge, by=planned.nudge.recipient)

    delivery.deliver("email")

    planned.refresh_from_db()
    assert (planned.state, mailoutbox) == (State.NOT_NEEDED, [])


def test_nothing_is_sent_about_what_is_gone(planned, mailoutbox):
    planned.nudge.about.delete()

    delivery.deliver("email")

    planned.refresh_from_db()
    assert (planned.state, mailoutbox) == (State.NOT_NEEDED, [])


def test_whoever_turned_mail_off_meanwhile_gets_none(planned, mailoutbox):
    person = planned.nudge.recipient
    person.wants_email = False
    person.save()

    delivery.deliver("email")

    assert mailoutbox == []


@pytest.fixture
def answers(monkeypatch):
    """What the mail server, which is outside the machine, says to each message in turn."""
    errors = []

    def refuse(self, messages):
        if error := errors.pop(0) if len(errors) > 1 else errors[0]:
            raise error
        mail.outbox.extend(messages)

    path = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    monkeypatch.setattr(path, refuse)
    return errors


LATER = SMTPResponseException(451, "secret words")
NEVER = SMTPRecipientsRefused({"nia@example.org": (550, b"secret words")})
AWAY = ConnectionRefusedError("secret words")


def test_what_is_refused_for_now_is_put_off_for_longer_and_longer(planned, answers):
    answers.append(LATER)
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for attempt in range(1, MOST_ATTEMPTS):
            delivery.deliver("email")
            planned.refresh_from_db()
            assert (planned.state, planned.attempts) == (State.WAITING, attempt)
            waits.append(planned.due_at - timezone.now())
            clock.move_to(planned.due_at)

    assert waits[0] < timedelta(seconds=20)
    assert all(later > sooner for sooner, later in zip(waits[:-2], waits[2:], strict=True))
    assert max(waits) <= outcomes.LONGEST_WAIT * 1.25


@pytest.fixture
def unspeakable(incident, monkeypatch):
    """A nudge that fails to be said."""
    monkeypatch.setattr(saying, "plan", Mock(side_effect=KeyError("a private word")))
    nudge("update_due", about=incident, to=[UserFactory()])
    return Nudge.objects.get()


def test_what_cannot_be_said_is_tried_later_and_later_and_then_left_to_an_admin(
    unspeakable, caplog
):
    waits = []
    for _attempt in range(MOST_FAILURES - 1):
        saying.say(unspeakable.pk)
        unspeakable.refresh_from_db()
        waits.append(unspeakable.due_at - timezone.now())
        Nudge.objects.update(due_at=timezone.now())

    assert waits[0] < timedelta(seconds=20)
    assert timedelta(minutes=30) < waits[-1] < timedelta(hours=3)
    saying.say(unspeakable.pk)
    unspeakable.refresh_from_db()
    assert (unspeakable.due_at, unspeakable.last_error) == (None, "KeyError")
    assert (unspeakable.times_said, unspeakable.state) == (0, NudgeState.WAITING)
    assert list(Nudge.objects.set_aside()) == [unspeakable]
    assert not Delivery.objects.exists()
    assert "a private word" not in caplog.text


def test_what_could_be_said_again_begins_anew(unspeakable, monkeypatch):
    saying.say(unspeakable.pk)
    monkeypatch.undo()
    Nudge.objects.update(due_at=timezone.now())

    saying.say(unspeakable.pk)

    unspeakable.refresh_from_db()
    assert (unspeakable.failures, unspeakable.times_said) == (0, 1)
    assert Delivery.objects.count() == 1


def test_that_postgres_is_away_counts_as_no_failure(unspeakable, monkeypatch):
    monkeypatch.setattr(saying, "plan", Mock(side_effect=OperationalError))

    with pytest.raises(OperationalError):
        saying.say(unspeakable.pk)

    unspeakable.refresh_from_db()
    assert unspeakable.failures == 0
    assert Nudge.objects.due().exists()


def test_what_is_refused_too_often_is_set_aside_and_can_be_tried_again(planned, answers):
    answers.append(LATER)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(MOST_ATTEMPTS):
            delivery.deliver("email")
            planned.refresh_from_db()
            clock.move_to(planned.due_at + timedelta(seconds=1))

    assert (planned.state, planned.attempts) == (State.SET_ASIDE, MOST_ATTEMPTS)
    assert delivery.due_channels() == []

    assert delivery.try_again([planned.pk], at=timezone.now()) == 1
    assert delivery.due_channels() == ["email"]


def test_what_is_refused_for_good_is_set_aside_at_once(planned, answers):
    answers.append(NEVER)

    delivery.deliver("email")

    planned.refresh_from_db()
    assert (planned.state, planned.attempts) == (State.SET_ASIDE, 1)
    assert not Outlet.objects.exists()


def test_what_waits_for_a_mail_server_that_is_away_for_days_goes_out_when_it_is_back(
    planned, answers
):
    answers.append(AWAY)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(400):
            clock.shift(timedelta(minutes=10))
            delivery.deliver("email")
        planned.refresh_from_db()
        assert (planned.state, planned.attempts) == (State.WAITING, 1)
        assert Outlet.objects.get().failures > 20

        answers[:] = [None]
        clock.shift(timedelta(hours=3))
        delivery.deliver("email")

    planned.refresh_from_db()
    assert planned.state == State.SENT
    assert not Outlet.objects.exists()


def test_a_mail_server_that_is_away_is_left_in_peace_for_a_while(incident, answers):
    answers.append(AWAY)
    nudge("update_due", about=incident, to=UserFactory.create_batch(5))
    for this in Nudge.objects.all():
        saying.say(this.pk)

    delivery.deliver("email")
    delivery.deliver("email")

    assert Outlet.objects.get().failures == 1
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]
    assert delivery.due_channels() == []


def test_what_waited_for_a_mail_server_until_the_evening_goes_out_in_the_morning(
    incident, answers, mailoutbox
):
    answers.append(AWAY)
    with time_machine.travel(MONDAY.replace(hour=16), tick=False) as clock:
        nudge("check_in", about=incident, to=[UserFactory(**OFFICE)], at=timezone.now())
        saying.say(Nudge.objects.get().pk)
        delivery.deliver("email")

        answers[:] = [None]
        clock.move_to(MONDAY.replace(hour=20))
        delivery.deliver("email")
        assert mailoutbox == []
        assert delivery.due_channels() == []

        clock.move_to(MONDAY.replace(day=24, hour=9))
        delivery.deliver("email")

    assert len(mailoutbox) == 1
    assert Delivery.objects.get().state == State.SENT


def test_what_was_to_interrupt_and_found_no_mail_server_for_hours_does_not_any_more(
    incident, answers, mailoutbox
):
    answers.append(AWAY)
    with time_machine.travel(MONDAY.replace(hour=1), tick=False) as clock:
        nudge("update_due", about=incident, to=[UserFactory(**OFFICE)])
        saying.say(Nudge.objects.get().pk)
        delivery.deliver("email")

        answers[:] = [None]
        clock.move_to(MONDAY.replace(hour=4))
        delivery.deliver("email")
        assert mailoutbox == []

        clock.move_to(MONDAY.replace(hour=9))
        delivery.deliver("email")

    assert len(mailoutbox) == 1


def test_a_message_waits_for_whoever_has_travelled_or_gone_away_since_it_was_planned(
    incident, mailoutbox
):
    nia = UserFactory(**OFFICE)
    with time_machine.travel(MONDAY.replace(hour=7), tick=False) as clock:
        nudge("check_in", about=incident, to=[nia], at=timezone.now())
        saying.say(Nudge.objects.get().pk)
        nia.time_zone = "America/New_York"
        nia.away_days = [MONDAY.date()]
        nia.save()

        clock.move_to(MONDAY.replace(hour=9))
        delivery.deliver("email")
        assert mailoutbox == []

        clock.move_to(MONDAY.replace(day=24, hour=14))
        delivery.deliver("email")

    assert len(mailoutbox) == 1


def test_several_things_in_one_message_wait_together(incident, mailoutbox):
    nia = UserFactory(**OFFICE, gathers_mail=True)
    with time_machine.travel(MONDAY, tick=False) as clock:
        for kind in ("write_up", "check_in"):
            nudge(kind, about=incident, to=[nia], at=MONDAY)
        for this in Nudge.objects.all():
            saying.say(this.pk)
        nia.away_days = [MONDAY.replace(day=24).date()]
        nia.save()

        clock.move_to(MONDAY.replace(day=24, hour=9))
        delivery.deliver("email")
        assert mailoutbox == []
        assert set(Delivery.objects.values_list("goes_at", "attempts")) == {
            (MONDAY.replace(day=25, hour=9), 0)
        }

        clock.move_to(MONDAY.replace(day=25, hour=9))
        delivery.deliver("email")

    assert [one.subject for one in mailoutbox] == ["2 things, in one message"]


def test_one_message_that_a_mail_server_chokes_on_keeps_no_other_waiting(
    planned, incident, monkeypatch
):
    def choke(self, messages):
        if messages[0].to == [planned.nudge.recipient.email]:
            raise SMTPServerDisconnected
        mail.outbox.extend(messages)

    path = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    monkeypatch.setattr(path, choke)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for attempt in range(1, MOST_ATTEMPTS + 1):
            delivery.deliver("email")
            planned.refresh_from_db()
            assert planned.attempts == attempt

            nudge("update_due", about=incident, to=[UserFactory()], again=str(attempt))
            saying.say(Nudge.objects.latest("pk").pk)
            clock.shift(timedelta(minutes=1))
            delivery.deliver("email")
            assert len(mail.outbox) == attempt
            clock.shift(timedelta(hours=3))

    assert planned.state == State.SET_ASIDE


@pytest.mark.parametrize("answer", [LATER, NEVER, AWAY])
def test_what_the_mail_server_said_is_not_kept_or_logged(planned, answers, caplog, answer):
    answers.append(answer)

    delivery.deliver("email")

    planned.refresh_from_db()
    assert planned.last_error in (
        "SMTPResponseException 451",
        "SMTPRecipientsRefused 550",
        "ConnectionRefusedError",
    )
    assert "put off" in caplog.text
    assert "secret words" not in caplog.text


def test_a_message_that_cannot_be_put_together_keeps_no_other_waiting(
    incident, monkeypatch, mailoutbox, caplog
):
    people = UserFactory.create_batch(3)
    nudge("update_due", about=incident, to=people)
    for this in Nudge.objects.all():
        saying.say(this.pk)

    def fail(words):
        raise ValueError(people[0].email)

    subject = "nudges.channels.email._subject"
    subjects = iter([fail, lambda words: "One", lambda words: "Another"])
    monkeypatch.setattr(subject, lambda words: next(subjects)(words))

    delivery.deliver("email")

    assert [one.subject for one in mailoutbox] == ["One", "Another"]
    assert Delivery.objects.get(state=State.WAITING).last_error == "ValueError"
    assert people[0].email not in caplog.text


def test_what_cannot_be_looked_up_keeps_no_other_waiting(incident, monkeypatch, mailoutbox):
    people = UserFactory.create_batch(3)
    nudge("update_due", about=incident, to=people)
    for this in Nudge.objects.all():
        saying.say(this.pk)

    def prepare(nudges):
        if people[1] in [one.recipient for one in nudges]:
            raise ValueError

    monkeypatch.setattr("nudges.domain.messages.prepare", prepare)

    delivery.deliver("email")

    assert {message.to[0] for message in mailoutbox} == {people[0].email, people[2].email}
    put_off = Delivery.objects.get(state=State.WAITING)
    assert (put_off.recipient, put_off.last_error) == (people[1], "ValueError")


def test_what_was_sent_while_postgres_went_away_is_noted_when_it_is_back(
    planned, monkeypatch, mailoutbox
):
    noting, tries = outcomes._note_sent, []

    def note(message):
        tries.append(message)
        if len(tries) < 3:
            raise OperationalError
        noting(message)

    monkeypatch.setattr(outcomes, "_note_sent", note)
    monkeypatch.setattr("nudges.domain.outcomes.time.sleep", lambda seconds: None)
    # The connection of a test is in a transaction, and would be closed.
    monkeypatch.setattr("nudges.domain.outcomes.close_old_connections", lambda: None)

    delivery.deliver("email")

    planned.refresh_from_db()
    assert (planned.state, len(mailoutbox), len(tries)) == (State.SENT, 1, 3)


def test_a_worker_that_died_leaves_the_mail_due_again_when_its_lease_is_over(
    planned, monkeypatch, mailoutbox
):
    def die(self, messages):
        raise KeyboardInterrupt

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", die)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver("email")
        monkeypatch.undo()
        delivery.deliver("email")
        assert (delivery.due_channels(), mailoutbox) == ([], [])

        clock.shift(delivery.LEASE)
        delivery.deliver("email")

    assert len(mailoutbox) == 1


def test_the_sweep_finds_what_nobody_was_told_of(incident, work, mailoutbox):
    nudge("update_due", about=incident, to=[UserFactory()])
    assert mailoutbox == []

    with work():
        sweep()
        sweep()

    assert len(mailoutbox) == 1


def test_the_task_may_run_any_number_of_times(planned, mailoutbox):
    for _ in range(20):
        deliver("email")

    assert len(mailoutbox) == 1
