"""Postgres goes away for ten seconds: everything waits, and goes on by itself."""

import time

from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from tests.factories import UserFactory
from tests.faults.conftest import FILE, NEW, a_lease_passes
from tests.running.goldseam import SWEPT
from tests.running.waiting import until
from tests.running.web import web_server

AWAY = 10


def processes_of(goldseam):
    return [(part.pid, part.is_running) for part in goldseam.parts]


def test_when_postgres_is_back_everything_goes_on_by_itself(goldseam, nia, file, arrives_once):
    before = processes_of(goldseam)
    visitor = goldseam.visitor(nia)
    goldseam.beat.says("beat: Starting")

    with goldseam.without_postgres():
        gone_at = time.monotonic()
        until(lambda: not goldseam.answers())
        assert visitor.get(NEW).status >= 500
        until(lambda: time.monotonic() - gone_at > AWAY)

    until(goldseam.answers, within=30)
    swept = goldseam.worker.said(SWEPT)
    goldseam.worker.says(SWEPT, times=swept + 2)
    assert processes_of(goldseam) == before
    file()
    arrives_once()


def test_what_is_said_and_sent_when_postgres_goes_away_comes_once(
    goldseam, tell, in_chat, each_has_one_mail
):
    before = processes_of(goldseam)
    people = UserFactory.create_batch(12)
    with web_server() as chat:
        chat.go_on.clear()
        goldseam.mail.hold(taken=True, to=people[2].email)
        tell(*people, in_chat(chat))
        until(lambda: goldseam.mail.held and chat.calls)

        with goldseam.without_postgres():
            gone_at = time.monotonic()
            # Both say yes to what nobody can note.
            goldseam.mail.take()
            chat.go_on.set()
            until(lambda: time.monotonic() - gone_at > AWAY)

        until(goldseam.answers, within=30)
        until(lambda: Delivery.objects.filter(channel="chat", state=State.SENT).exists())
        goldseam.sweep_again()
        until(lambda: not Nudge.objects.filter(times_said=0).exists())
        until(goldseam.is_idle)
        a_lease_passes()
        each_has_one_mail(*people)
        assert len(chat.calls) == 1
    assert processes_of(goldseam) == before


def test_what_was_typed_while_postgres_was_away_can_be_sent_again(
    goldseam, nia, ines, arrives_once
):
    visitor = goldseam.visitor(nia)
    form = visitor.get(NEW).form(FILE) | {"title": "Search answers with nothing"}

    with goldseam.without_postgres():
        assert visitor.send(FILE, form).status >= 500

    assert visitor.send(FILE, form).status == 302
    arrives_once()
