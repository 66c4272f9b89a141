"""Valkey only makes things prompt. Without it everything is kept, and comes when it is back."""

import os
import signal

import pytest

from incidents.models import Incident
from nudges.models import Delivery
from tests.faults.conftest import FILE, NEW, all_is_sent
from tests.running.waiting import until

PROMPT = 3.0


def stop(goldseam):
    goldseam.stop_valkey()
    return goldseam.bring_valkey_back


def lose(goldseam):
    goldseam.lose_valkey()
    return goldseam.bring_valkey_back


def freeze(goldseam):
    """It takes connections and never answers."""
    pid = goldseam.valkey.process.pid
    os.kill(pid, signal.SIGSTOP)
    return lambda: os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("take_away", [stop, lose, freeze])
def test_filing_without_valkey_answers_promptly_and_loses_nothing(
    goldseam, nia, ines, take_away, arrives_once
):
    visitor = goldseam.visitor(nia)
    form = visitor.get(NEW).form(FILE)
    with visitor.listening() as stream:
        assert stream.status == 200
        come_back = take_away(goldseam)
        try:
            pages = [visitor.get(page) for page in ("/", "/incidents/", NEW)]
            answer = visitor.send(FILE, form | {"title": "Search answers with nothing"})
        finally:
            come_back()

        assert [page.status for page in pages] == [200, 200, 200]
        assert answer.status == 302
        assert max(one.took for one in [*pages, answer]) < PROMPT
        assert Incident.objects.get().title == "Search answers with nothing"
        # What a frozen Valkey took in is told late; what a stopped one missed is fetched anew.
        stream.wait_for("resync", "incidents", within=30)

    arrives_once()


@pytest.mark.parametrize("take_away", [stop, lose, freeze])
@pytest.mark.parametrize("filed", [1, 4])
def test_a_busy_worker_works_on_after_valkey_was_away(goldseam, file, take_away, filed):
    goldseam.mail.hold()
    for _ in range(filed):
        file()
    until(lambda: goldseam.mail.held and Delivery.objects.count() == 2 * filed)

    come_back = take_away(goldseam)
    if take_away is not freeze:
        goldseam.worker.says("Connection to broker lost")
    come_back()
    goldseam.mail.take()

    # Twice for each: thanks to whoever filed it, and a word to somebody who may be kind.
    until(lambda: len(goldseam.mail.messages) >= 2 * filed, within=60)
    until(all_is_sent)
    goldseam.sweep_again()
    sent = [message["Message-ID"] for message in goldseam.mail.messages]
    assert len(sent) == len(set(sent)) == 2 * filed
    assert not goldseam.worker.said("Unrecoverable|UNABLE TO RESTORE")


def test_what_waits_in_a_valkey_that_is_wiped_is_found_in_the_database(
    goldseam, file, arrives_once
):
    with goldseam.worker.frozen():
        file()
        until(lambda: goldseam.queue().llen("celery"))
        goldseam.queue().flushall()

    arrives_once()


def test_a_stream_that_opens_while_valkey_is_away_hears_of_its_return(goldseam, nia):
    goldseam.stop_valkey()
    with goldseam.visitor(nia).listening() as stream:
        assert stream.status == 200

        goldseam.bring_valkey_back()

        stream.wait_for("resync", within=30)


def test_a_stream_hears_of_a_connection_that_broke_for_a_moment(goldseam, nia):
    with goldseam.visitor(nia).listening() as stream:
        goldseam.queue().client_kill_filter(_type="pubsub")

        stream.wait_for("resync", within=30)


def test_a_stream_goes_on_after_valkey_was_away(goldseam, nia):
    visitor = goldseam.visitor(nia)
    with visitor.listening() as stream:
        goldseam.stop_valkey()
        goldseam.bring_valkey_back()
        stream.wait_for("resync", within=30)

        visitor.fill_in(NEW, FILE, title="Search answers with nothing")

        stream.wait_for("incidents")
        until(lambda: stream.events.count("nudges") >= 1)
