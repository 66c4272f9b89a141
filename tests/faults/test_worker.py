"""A worker may die at any moment, or not run at all: everything arrives, and arrives once."""

from contextlib import ExitStack, closing, contextmanager

import psycopg2

from nudges.domain import saying
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from nudges.tasks import deliver
from tests.factories import UserFactory
from tests.faults.conftest import a_lease_passes, all_is_sent
from tests.running.waiting import until
from tests.running.web import web_server


def test_a_mail_leaves_within_five_seconds(goldseam, nia, file):
    file()

    goldseam.mail.wait_for(nia.email, "Thank you", within=5)


def test_a_worker_killed_while_the_mail_server_thinks_leaves_the_mail_to_the_next(
    goldseam, file, arrives_once
):
    goldseam.mail.hold()
    file()
    until(lambda: goldseam.mail.held)

    goldseam.worker.kill()
    goldseam.mail.take()
    goldseam.start()
    a_lease_passes()

    arrives_once()


def test_a_worker_killed_before_it_could_note_a_mail_repeats_it_under_the_same_number(
    goldseam, nia, file
):
    goldseam.mail.hold(taken=True, to=nia.email)
    file()
    until(lambda: goldseam.mail.held)

    goldseam.worker.kill()
    goldseam.mail.take()
    goldseam.start()
    a_lease_passes()

    until(all_is_sent)
    goldseam.sweep_again()
    to_nia = goldseam.mail.to(nia.email)
    assert len(to_nia) == 2
    assert len({message["Message-ID"] for message in to_nia}) == 1


@contextmanager
def locked(goldseam, table):
    """Let a worker come as far as a table, and no further. Gives whether one has."""
    with closing(psycopg2.connect(goldseam.database)) as other, other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        def is_waited_for():
            waiting = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
            cursor.execute(waiting, [table])
            return cursor.fetchone()[0]

        yield is_waited_for


def test_a_worker_killed_while_it_says_a_nudge_leaves_it_to_the_next(goldseam, file, arrives_once):
    goldseam.worker.stop()
    file()

    with locked(goldseam, "nudges_nudge") as is_waited_for:
        goldseam.start()
        until(is_waited_for)
        goldseam.worker.kill()
    assert set(Nudge.objects.values_list("times_said", flat=True)) == {0}
    goldseam.start()

    arrives_once()


def test_a_worker_killed_between_saying_and_claiming_leaves_the_mail_to_the_next(
    goldseam, tell, each_has_one_mail
):
    people = UserFactory.create_batch(3)

    with locked(goldseam, "nudges_outlet") as is_waited_for:
        tell(*people)
        until(lambda: Delivery.objects.count() == 3 and is_waited_for())
        goldseam.worker.kill()
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}
    goldseam.start()

    each_has_one_mail(*people)


def said(*people, tell):
    """Have it said, and leave the sending to a worker."""
    tell(*people)
    for this in Nudge.objects.order_by("pk"):
        saying.say(this.pk)


def test_a_worker_killed_between_claiming_and_connecting_leaves_the_mail_to_the_next(
    goldseam, tell, each_has_one_mail
):
    people = UserFactory.create_batch(3)
    with ExitStack() as held:
        with goldseam.worker.frozen():
            said(*people, tell=tell)
            is_waited_for = held.enter_context(locked(goldseam, "nudges_preference"))
        goldseam.put(deliver, "email")
        until(is_waited_for)

        goldseam.worker.kill()
        assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 1)}
    goldseam.start()
    a_lease_passes()

    each_has_one_mail(*people)


def test_a_worker_killed_before_the_message_was_handed_over_leaves_it_to_the_next(
    goldseam, file, arrives_once
):
    goldseam.mail.hold(at="RCPT")
    file()
    until(lambda: goldseam.mail.held)

    goldseam.worker.kill()
    goldseam.mail.take()
    goldseam.start()
    a_lease_passes()

    arrives_once()


def test_a_worker_killed_in_the_middle_of_many_repeats_none_that_it_noted(
    goldseam, tell, each_has_one_mail
):
    people = UserFactory.create_batch(6)
    with goldseam.worker.frozen():
        said(*people, tell=tell)
        goldseam.mail.hold(to=people[3].email)
    goldseam.put(deliver, "email")
    until(lambda: goldseam.mail.held)

    goldseam.worker.kill()
    assert [message["To"] for message in goldseam.mail.messages] == [
        person.email for person in people[:3]
    ]
    assert Delivery.objects.filter(state=State.SENT).count() == 3
    goldseam.mail.take()
    goldseam.start()
    a_lease_passes()

    each_has_one_mail(*people)


def test_a_worker_killed_while_a_chat_thinks_repeats_it_once_at_most(goldseam, tell, in_chat):
    with web_server() as chat:
        chat.go_on.clear()
        tell(in_chat(chat))
        until(lambda: chat.calls)

        goldseam.worker.kill()
        chat.go_on.set()
        goldseam.start()
        a_lease_passes()

        until(all_is_sent, within=30)
        goldseam.sweep_again()
        assert len(chat.calls) == 2


def test_a_worker_killed_while_a_push_service_thinks_repeats_it_under_the_same_tag(
    goldseam, tell, in_browser, push_service
):
    person, endpoint = in_browser()
    push_service.hold(endpoint)
    tell(person)
    until(lambda: push_service.asked)

    goldseam.worker.kill()
    push_service.held.clear()
    goldseam.start()
    a_lease_passes()

    until(all_is_sent, within=30)
    goldseam.sweep_again()
    assert len(push_service.asked) == 2
    assert len({asked.headers["topic"] for asked in push_service.asked}) == 1
    assert len(push_service.said_to(endpoint)) == 1


def test_without_a_worker_everything_waits_for_one(goldseam, file, arrives_once):
    goldseam.worker.kill()
    goldseam.beat.kill()
    file()
    assert goldseam.mail.messages == []

    goldseam.start()

    arrives_once()


def test_what_the_queue_lost_is_found_in_the_database(goldseam, file, arrives_once):
    goldseam.worker.stop()
    file()
    goldseam.lose_queue()

    goldseam.start()

    arrives_once()


def test_the_server_killed_after_its_answer_leaves_everything_to_the_worker(
    goldseam, file, arrives_once
):
    goldseam.worker.stop()
    file()
    goldseam.web.kill()

    goldseam.start()

    arrives_once()
