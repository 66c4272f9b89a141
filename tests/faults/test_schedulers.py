"""Any number of schedulers run, or none for a day: each thing comes once, without a storm."""

import re
import time
from collections import Counter
from datetime import timedelta

from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

from nudges.domain.outbox import nudge
from nudges.models import Delivery, Nudge, Preference
from nudges.models.nudge import LAPSED
from people.models import User
from schedule.models import Errand
from tests.faults.conftest import a_lease_passes, all_is_sent
from tests.running.waiting import until

ENTRIES = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
DAILY = {task for task, when in ENTRIES.items() if isinstance(when, crontab)}


def received(worker):
    """How often each scheduled task came to a worker."""
    return Counter(re.findall(r"Task ([\w.]+)\[\S+\] received", worker.output()))


def wait_for_sweeps(worker, times):
    sweeps = received(worker)["nudges.tasks.sweep"] + times
    until(lambda: received(worker)["nudges.tasks.sweep"] >= sweeps, within=40)


def test_two_schedulers_send_each_thing_once_and_either_goes_on_alone(goldseam, file, arrives_once):
    with goldseam.another(goldseam.beat) as second:
        second.says("beat: Starting")
        before, begin = received(goldseam.worker), time.monotonic()
        wait_for_sweeps(goldseam.worker, 4)
        took, come = time.monotonic() - begin, received(goldseam.worker) - before
        for task in ENTRIES.keys() - DAILY:
            # One may come at the very beginning; twice as many come in half of the time.
            assert come[task] <= took / ENTRIES[task] + 1.5, f"{task} came {come[task]} times"

        goldseam.beat.kill()
        wait_for_sweeps(goldseam.worker, 1)
        file()
        arrives_once()


def test_a_day_without_a_scheduler_ends_in_a_handful_of_messages(goldseam, nia, incident):
    goldseam.beat.stop()
    goldseam.worker.stop()
    yesterday = timezone.now() - timedelta(days=1)
    # On Mondays it would be one of the four that come alone.
    for person in User.objects.all():
        Preference.objects.create(person=person, kind="digest", channel="email", is_wanted=False)
    for kind, times in {"write_up": 25, "update_due": 3, "help_wanted": 2}.items():
        for n in range(times):
            nudge(kind, about=incident, to=[nia], at=yesterday, again=str(n))
    Nudge.objects.update(created_at=yesterday)
    Errand.objects.update(sent_at=yesterday)

    with goldseam.another(goldseam.beat) as second:
        second.says("beat: Starting")
        goldseam.start()
        until(lambda: not Nudge.objects.due().exists(), within=30)
        until(lambda: len(goldseam.mail.to(nia.email)) == 4)
        goldseam.sweep_again()
        come = received(goldseam.worker)

    assert len(goldseam.mail.to(nia.email)) == 4
    assert {come[task] for task in DAILY} == {1}
    lapsed = Nudge.objects.filter(kind="help_wanted")
    assert list(lapsed.values_list("ended_because", "times_said")) == [(LAPSED, 0)] * 2
    told = Delivery.objects.filter(nudge__kind__in=["write_up", "update_due"])
    assert told.count() == 28
    assert not told.filter(may_interrupt=True).exists()
    a_lease_passes()
    until(all_is_sent, within=30, otherwise=goldseam.report())
    goldseam.sweep_again()
    assert len(goldseam.mail.to(nia.email)) == 5
