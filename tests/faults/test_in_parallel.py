"""The same task, in many threads and several processes at once: it is done once."""

from nudges.models import Delivery, Nudge
from nudges.tasks import deliver, say
from tests.factories import UserFactory
from tests.running.waiting import until
from tests.running.web import web_server


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


def test_the_same_tasks_in_two_workers_say_and_send_everything_once(
    goldseam, tell, in_chat, each_has_one_mail
):
    people = UserFactory.create_batch(4)
    add = ("--hostname", "second@%h")
    with web_server() as chat, goldseam.another(goldseam.worker, *add) as second:
        second.says("second@.* ready")
        tell(*people, *(in_chat(chat) for _ in range(3)))
        for this in Nudge.objects.all():
            for _ in range(20):
                goldseam.put(say, this.pk)
        for _ in range(20):
            goldseam.put(deliver, "email")
            goldseam.put(deliver, "chat")
        until(lambda: not goldseam.queue().llen("celery"), within=60)

        each_has_one_mail(*people)
        assert set(Nudge.objects.values_list("times_said", flat=True)) == {1}
        assert len(chat.calls) == 3
        for worker in goldseam.workers:
            assert worker.said(r"tasks\.say\S+ succeeded")
