"""A worker may die at any moment, or not run at all: everything arrives, and arrives once."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from nudges.models import Delivery, Nudge, Outlet
from nudges.models.delivery import State
from nudges.tasks import deliver, say
from tests.running.waiting import until


def a_lease_passes():
    """Ten minutes later: what a worker had claimed is due again, and what rests is tried."""
    Delivery.objects.filter(state=State.WAITING).update(due_at=timezone.now())
    Outlet.objects.update(try_at=timezone.now())


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
    goldseam.mail.hold(taken=True)
    file()
    until(lambda: goldseam.mail.held)

    goldseam.worker.kill()
    goldseam.mail.take()
    goldseam.start()
    a_lease_passes()

    until(lambda: not Delivery.objects.exclude(state=State.SENT).exists())
    goldseam.sweep_again()
    to_nia = goldseam.mail.to(nia.email)
    assert len(to_nia) == 2
    assert len({message["Message-ID"] for message in to_nia}) == 1


def test_a_worker_killed_while_it_says_a_nudge_leaves_it_to_the_next(goldseam, file, arrives_once):
    goldseam.worker.stop()
    file()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE nudges_nudge IN ACCESS EXCLUSIVE MODE")
        goldseam.start()
        until(lambda: _waits_for_the_table(cursor))
        goldseam.worker.kill()
    assert set(Nudge.objects.values_list("times_said", flat=True)) == {0}
    goldseam.start()

    arrives_once()


def _waits_for_the_table(cursor):
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE relation = 'nudges_nudge'::regclass AND NOT granted"
    )
    return cursor.fetchone()[0]


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


def test_the_same_task_twenty_times_at_once_sends_one_mail(goldseam, nia, file, arrives_once):
    goldseam.worker.stop()
    goldseam.beat.stop()
    file()
    thanks = Nudge.objects.get(kind="thank_you")
    for _ in range(20):
        goldseam.put(say, thanks.pk)
    goldseam.mail.hold()
    goldseam.start()
    until(lambda: Delivery.objects.filter(nudge=thanks).exists())

    for _ in range(20):
        goldseam.put(deliver, "email")
    until(lambda: not goldseam.queue().llen("celery"))
    goldseam.mail.take()

    arrives_once()


@pytest.mark.parametrize("manner", ["drop", "refuse"])
def test_a_mail_server_that_will_not_is_asked_again_later(goldseam, file, arrives_once, manner):
    getattr(goldseam.mail, manner)()
    file()
    until(lambda: Delivery.objects.filter(attempts=1).exclude(last_error="").exists())
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.WAITING}

    goldseam.mail.take()
    a_lease_passes()

    arrives_once()
