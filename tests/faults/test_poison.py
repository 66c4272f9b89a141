"""What can never be said or sent is set aside or dropped, and keeps nobody else waiting."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from nudges.domain import saying
from nudges.models import Delivery, Nudge
from nudges.models.delivery import MOST_ATTEMPTS, State
from nudges.models.nudge import HUSHED, MOST_FAILURES
from nudges.tasks import deliver, say
from people.models.user import Role
from tests.factories import TeamFactory, UserFactory
from tests.faults.conftest import a_lease_passes, all_is_sent
from tests.running.waiting import until

MOST_OF_A_SMALLINT = 32_767


def about(thing):
    return {"about_type": ContentType.objects.get_for_model(thing), "about_id": thing.pk}


def test_a_message_that_cannot_be_worded_is_set_aside_after_ten_tries(
    goldseam, incident, tell, each_has_one_mail
):
    one, *others = UserFactory.create_batch(4)
    unspeakable = Nudge.objects.filter(recipient=one)
    with goldseam.worker.frozen():
        tell(one, *others)
        unspeakable.update(kind="help_wanted", **about(TeamFactory()))
    for person in others:
        goldseam.mail.wait_for(person.email, within=10)

    this = Delivery.objects.filter(recipient=one)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        until(this.exclude(last_error="").filter(attempts=attempt).exists)
        until(goldseam.is_idle)
        a_lease_passes()
        goldseam.put(deliver, "email")
    assert this.get().state == State.SET_ASIDE
    assert this.get().last_error == "NoReverseMatch"

    unspeakable.update(kind="update_due", **about(incident))
    admin, again = goldseam.visitor(UserFactory(role=Role.ADMIN)), "/nudges/undelivered/all/"
    assert admin.fill_in("/nudges/undelivered/", again).status == 302
    each_has_one_mail(one, *others)


def test_what_cannot_be_said_is_left_to_an_admin_and_keeps_nobody_waiting(
    goldseam, incident, tell, each_has_one_mail
):
    one, *others = UserFactory.create_batch(4)
    unspeakable = Nudge.objects.filter(recipient=one)
    with goldseam.worker.frozen():
        tell(one, *others)
        unspeakable.update(times_said=MOST_OF_A_SMALLINT)
    for person in others:
        goldseam.mail.wait_for(person.email, within=10)

    for failures in range(1, MOST_FAILURES + 1):
        until(unspeakable.filter(failures=failures).exists)
        if failures < MOST_FAILURES:
            unspeakable.update(due_at=timezone.now())
            goldseam.put(say, unspeakable.get().pk)
    assert unspeakable.get().due_at is None
    assert unspeakable.get().last_error == "DataError"

    unspeakable.update(times_said=0)
    admin = goldseam.visitor(UserFactory(role=Role.ADMIN))
    again = "/nudges/undelivered/say-again/"
    assert admin.fill_in("/nudges/undelivered/", again).status == 302
    each_has_one_mail(one, *others)


def test_what_is_about_something_that_is_gone_is_dropped_before_and_after_it_is_said(
    goldseam, incident, tell
):
    said, unsaid = UserFactory.create_batch(2)
    with goldseam.worker.frozen():
        tell(said, unsaid)
        saying.say(Nudge.objects.get(recipient=said).pk)
        incident.delete()

    until(lambda: Delivery.objects.get(recipient=said).state == State.NOT_NEEDED)
    until(lambda: Nudge.objects.get(recipient=unsaid).ended_because == HUSHED)
    goldseam.sweep_again()
    assert not Delivery.objects.filter(recipient=unsaid).exists()
    assert goldseam.mail.messages == []


def test_a_message_that_ends_its_worker_each_time_is_set_aside(goldseam, tell):
    goldseam.worker.stop()
    one, late, *others = UserFactory.create_batch(5)
    tell(one, *others)
    for this in Nudge.objects.order_by("pk"):
        saying.say(this.pk)
    goldseam.mail.before_taking(goldseam.worker.kill, to=one.email)
    this = Delivery.objects.filter(recipient=one)

    dies(goldseam)
    assert this.get().attempts == 1
    goldseam.start()
    tell(late)
    goldseam.mail.wait_for(late.email, within=15)
    this.update(attempts=MOST_ATTEMPTS - 1)
    dies(goldseam)
    goldseam.start()
    a_lease_passes()
    until(lambda: this.get().state == State.SET_ASIDE)
    assert this.get().last_error == "ended without an answer"
    for person in others:
        goldseam.mail.wait_for(person.email, within=15)

    goldseam.mail.take()
    admin, again = goldseam.visitor(UserFactory(role=Role.ADMIN)), "/nudges/undelivered/all/"
    assert admin.fill_in("/nudges/undelivered/", again).status == 302
    until(all_is_sent, within=30)
    goldseam.sweep_again()
    sent = Counter(message["To"] for message in goldseam.mail.messages)
    assert sent.keys() == {person.email for person in (one, late, *others)}
    # Another thread may have had one under way when its worker ended.
    assert (sent[one.email], sent[late.email]) == (1, 1)
    assert max(sent.values()) <= 2


def dies(goldseam):
    """Another worker begins when the lease of the last is over, and comes to its end."""
    a_lease_passes()
    goldseam.worker.start()
    until(lambda: not goldseam.worker.is_running, within=30)
