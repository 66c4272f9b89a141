"""A chat that never answers delays neither mail nor another chat."""

from nudges.models import Delivery, Outlet
from nudges.models.delivery import State
from tests.factories import UserFactory
from tests.faults.conftest import a_lease_passes, all_is_sent
from tests.running.waiting import until
from tests.running.web import web_server


def test_a_chat_that_never_answers_delays_nothing_else(goldseam, tell, in_chat):
    with web_server() as silent, web_server() as other:
        silent.go_on.clear()
        waiting, chatting, mailed = in_chat(silent), in_chat(other), UserFactory()
        for again in ("once", "twice", "thrice"):
            tell(waiting, again=again)
        until(lambda: silent.calls)

        tell(waiting, chatting, mailed)
        until(lambda: other.calls, within=7)
        goldseam.mail.wait_for(mailed.email, within=5)
        assert len(silent.calls) == 1

        until(Outlet.objects.exists, within=20)
        silent.go_on.set()
        silent.calls.clear()
        until(goldseam.is_idle)
        a_lease_passes()
        until(all_is_sent, within=30, otherwise=goldseam.report())
        goldseam.sweep_again()
        assert (len(silent.calls), len(other.calls)) == (4, 1)


def test_a_chat_that_knows_its_address_no_more_is_switched_off(goldseam, tell, in_chat):
    with web_server() as gone, web_server() as other:
        gone.status = 410
        tell(in_chat(gone), in_chat(other))

        until(lambda: other.calls)
        until(lambda: Delivery.objects.filter(state=State.SET_ASIDE).exists())
        goldseam.sweep_again()
        assert (len(gone.calls), len(other.calls)) == (1, 1)
