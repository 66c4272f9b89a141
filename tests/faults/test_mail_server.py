"""A mail server may refuse, hang up or say nothing: nobody else waits, and all goes out."""

import pytest

from nudges.models import Delivery, Nudge, Outlet
from nudges.models.delivery import State
from people.models.user import Role
from tests.factories import UserFactory
from tests.faults.conftest import a_lease_passes
from tests.running.waiting import until
from tests.running.web import web_server

UNDELIVERED = "/nudges/undelivered/"


@pytest.mark.parametrize(
    "does",
    [
        lambda mail: mail.drop(),
        lambda mail: mail.answer("451 Not now"),
        lambda mail: mail.answer("421 Too busy"),
        lambda mail: mail.answer("450 Try later", at="RCPT"),
        lambda mail: mail.answer("421 Closing down", at="RCPT"),
        lambda mail: mail.answer("554 No mail from you", at="MAIL"),
    ],
    ids=["hangs up", "451", "421", "450 to anybody", "421 to anybody", "554 to all mail"],
)
def test_a_mail_server_that_will_not_is_asked_again_later(goldseam, file, arrives_once, does):
    does(goldseam.mail)
    file()
    until(lambda: Delivery.objects.exclude(last_error="").exists())
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.WAITING}

    until(goldseam.is_idle)
    goldseam.mail.take()
    a_lease_passes()

    arrives_once()


@pytest.mark.parametrize("says", ["450 Mailbox busy", "421 Not you", "drop"])
def test_what_is_not_taken_for_one_person_keeps_nobody_else_waiting(
    goldseam, tell, each_has_one_mail, says
):
    one, *others = UserFactory.create_batch(4)
    if says == "drop":
        goldseam.mail.drop(to=one.email)
    else:
        goldseam.mail.answer(says, at="RCPT", to=one.email)
    tell(one, *others)

    until(lambda: Delivery.objects.filter(recipient=one).exclude(last_error="").exists())
    Outlet.objects.update(try_at="2020-01-01T00:00Z")
    for person in others:
        goldseam.mail.wait_for(person.email, within=15)

    goldseam.mail.take()
    a_lease_passes()
    each_has_one_mail(one, *others)


def test_what_is_refused_for_good_is_shown_to_an_admin_who_has_it_sent(
    goldseam, tell, each_has_one_mail
):
    one, other = UserFactory.create_batch(2)
    goldseam.mail.answer("550 No such person", at="RCPT", to=one.email)
    tell(one, other)

    until(lambda: Delivery.objects.filter(recipient=one, state=State.SET_ASIDE).exists())
    goldseam.mail.wait_for(other.email)
    aside = Delivery.objects.get(recipient=one)
    assert (aside.attempts, aside.last_error) == (1, "SMTPRecipientsRefused 550")
    admin = goldseam.visitor(UserFactory(role=Role.ADMIN))
    page, again = admin.get(UNDELIVERED), f"{UNDELIVERED}{aside.pk}/"
    assert one.display_name in page.text

    goldseam.mail.take()
    assert admin.send(again, page.form(again)).status == 302

    each_has_one_mail(one, other)


def test_a_mail_server_that_never_answers_delays_nothing_else(
    goldseam, tell, in_chat, in_browser, push_service, each_has_one_mail
):
    people = UserFactory.create_batch(5)
    goldseam.mail.hold(at="EHLO")
    tell(*people)
    until(lambda: goldseam.mail.held)
    more = UserFactory()
    tell(more)

    with web_server() as chat:
        chatting, (browsing, endpoint) = in_chat(chat), in_browser()
        tell(chatting, browsing)
        until(lambda: chat.calls, within=5)
        until(lambda: push_service.said_to(endpoint), within=5)
        until(lambda: not Nudge.objects.filter(times_said=0).exists(), within=5)
    assert not goldseam.mail.messages

    goldseam.mail.take()
    each_has_one_mail(*people, more)
