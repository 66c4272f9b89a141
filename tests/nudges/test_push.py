"""Messages to browsers: what they say, and what becomes of each answer of a push service."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from nudges.channels import push
from nudges.channels.base import Message
from nudges.domain.delivery import deliver
from nudges.domain.outbox import nudge
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge, Outlet
from nudges.models.delivery import State
from nudges.push.encryption import encode
from nudges.push.keys import this_site
from tests.factories import IncidentFactory, TechLeadFactory, UserFactory, kind_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(wants_email=False)


def tell(user, kind="update_due", incident=None, again=""):
    """Say something to somebody, and send what that planned for browsers."""
    nudge(kind, about=incident or IncidentFactory(mode="record"), to=[user], again=again)
    this = Nudge.objects.latest("pk")
    say(this.pk)
    deliver("push")
    return this


def the_delivery():
    return Delivery.objects.get(channel="push")


def test_what_may_interrupt_shows_at_once_and_soon_expires(nia, browser_of, push_service):
    browser = browser_of(nia)

    this = tell(nia)

    [said] = push_service.said_to(browser.endpoint)
    assert this.about.reference in said["title"]
    assert said["link"] == f"/incidents/{this.about.reference}/#update"
    assert said["tag"] == f"nudge-{this.pk}"
    [taken] = push_service.taken
    assert taken.headers["ttl"] == "3600"
    assert taken.headers["urgency"] == "high"
    assert taken.headers["topic"] == said["tag"]
    assert taken.headers["content-encoding"] == "aes128gcm"
    assert taken.claims()["aud"] == push_service.origin
    assert taken.claims()["key"] == this_site().public_key
    assert the_delivery().state == State.SENT
    assert the_delivery().outlet == f"push:{urlsplit(push_service.origin).netloc}"


def test_other_things_are_kept_for_a_day_and_may_wait_for_a_phone_to_wake(
    nia, browser_of, push_service
):
    browser = browser_of(nia)
    this = Nudge(pk=7, recipient=nia, kind="lead", about=IncidentFactory())
    delivery = Delivery(address=browser, may_interrupt=False)

    with push.sending() as send:
        send(Message(delivery=delivery, nudges=[this], person=nia))

    assert push_service.taken[0].headers["ttl"] == "86400"
    assert push_service.taken[0].headers["urgency"] == "normal"


def test_of_what_is_private_only_that_there_is_something_leaves(nia, browser_of, push_service):
    browser = browser_of(nia)
    TechLeadFactory()
    note = kind_note(IncidentFactory(by=nia))
    say(Nudge.objects.get(kind="kind_note").pk)

    deliver("push")

    [said] = push_service.said_to(browser.endpoint)
    assert said["title"] == "Something for you in Goldseam"
    assert said["body"] == ""
    assert note.author.get_short_name() not in json.dumps(said)
    assert said["link"].startswith("/")


def test_the_same_thing_again_takes_the_place_of_the_first(nia, browser_of, push_service):
    browser = browser_of(nia)
    this = tell(nia)
    Nudge.objects.filter(pk=this.pk).update(due_at=timezone.now())

    say(this.pk)
    deliver("push")

    first, second = push_service.said_to(browser.endpoint)
    assert first["tag"] == second["tag"]
    assert push_service.taken[0].headers["topic"] == push_service.taken[1].headers["topic"]


def test_every_browser_of_somebody_is_told_and_nobody_else(nia, browser_of, push_service):
    laptop, phone, other = browser_of(nia), browser_of(nia), browser_of(UserFactory())

    tell(nia)

    told = [len(push_service.said_to(one.endpoint)) for one in (laptop, phone, other)]
    assert told == [1, 1, 0]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_has_gone_is_taken_out(nia, browser_of, push_service, status):
    gone, there = browser_of(nia), browser_of(nia)
    push_service.answer(gone.endpoint, status)

    tell(nia)

    assert [one.pk for one in Address.objects.all()] == [there.pk]
    assert the_delivery().state == State.SENT
    assert not Outlet.objects.exists()


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_a_push_service_refuses_for_good_is_set_aside(nia, browser_of, push_service, status):
    push_service.answer(browser_of(nia).endpoint, status)

    tell(nia)

    assert (the_delivery().state, the_delivery().last_error) == (State.SET_ASIDE, f"HTTP {status}")
    assert not Outlet.objects.exists()


@pytest.mark.parametrize(
    ("retry_after", "at_least"),
    [
        (lambda: "3600", timedelta(minutes=59)),
        (lambda: format_datetime(datetime.now(UTC) + timedelta(hours=1)), timedelta(minutes=59)),
        (lambda: "99999999999999999999", timedelta(minutes=119)),
        (lambda: "soon", timedelta(seconds=5)),
        (lambda: "", timedelta(seconds=5)),
    ],
)
def test_a_push_service_that_asks_to_wait_is_left_alone_so_long(
    nia, browser_of, push_service, retry_after, at_least
):
    push_service.answer(browser_of(nia).endpoint, 429, Retry_After=retry_after())

    tell(nia)

    this = the_delivery()
    assert this.state == State.WAITING
    assert at_least < this.due_at - timezone.now() <= timedelta(hours=2)
    assert this.last_error == "HTTP 429"


def test_a_push_service_that_is_down_rests_and_the_message_loses_nothing(
    nia, browser_of, push_service
):
    browser = browser_of(nia)
    push_service.answer(browser.endpoint, 503)

    tell(nia)

    outlet = Outlet.objects.get()
    assert (outlet.name, outlet.last_error) == (browser.outlet, "HTTP 503")
    assert the_delivery().state == State.WAITING
    push_service.answer(browser.endpoint, 201)
    Outlet.objects.update(try_at=timezone.now())
    Delivery.objects.update(due_at=timezone.now())
    deliver("push")
    assert len(push_service.said_to(browser.endpoint)) == 1
    assert not Outlet.objects.exists()


def test_one_that_never_answers_is_not_waited_for(nia, browser_of, push_service, monkeypatch):
    monkeypatch.setattr(push, "PATIENCE", (0.3, 0.3))
    push_service.hold(browser_of(nia).endpoint)

    tell(nia)

    assert Outlet.objects.get().last_error == "ReadTimeout"
    assert the_delivery().state == State.WAITING


def test_nothing_is_sent_into_this_servers_own_network(nia, browser_of, push_service, settings):
    browser_of(nia)
    settings.OUTBOUND_ALLOWED = []

    tell(nia)

    assert push_service.asked == []
    assert (the_delivery().state, the_delivery().last_error) == (State.SET_ASIDE, "Forbidden")


def test_where_a_push_service_sends_one_on_nobody_goes(nia, browser_of, push_service):
    browser, other = browser_of(nia), browser_of(UserFactory())
    push_service.answer(browser.endpoint, 307, Location=other.endpoint)

    tell(nia)

    assert len(push_service.asked) == 1
    assert the_delivery().last_error == "HTTP 307"


def test_with_another_key_of_this_site_the_browser_is_taken_out(
    nia, browser_of, push_service, settings
):
    browser_of(nia)
    key = ec.generate_private_key(ec.SECP256R1())
    settings.VAPID_PRIVATE_KEY = encode(key.private_numbers().private_value.to_bytes(32))

    tell(nia)

    assert not Address.objects.exists()
    assert push_service.asked == []


def test_a_browser_that_cannot_be_unsealed_is_taken_out(nia, browser_of, push_service, settings):
    browser_of(nia)
    settings.SECRET_KEY = "another"

    tell(nia)

    assert not Address.objects.exists()


def test_a_long_message_still_fits(nia, browser_of, push_service):
    browser = browser_of(nia)

    tell(nia, incident=IncidentFactory(title="🪴" * 150, mode="record"))

    [said] = push_service.said_to(browser.endpoint)
    assert len(said["title"]) <= 120
    assert len(push_service.taken[0].body) <= 4096


def test_workers_that_send_at_once_send_it_once(race, browser_of, push_service):
    nia = UserFactory(wants_email=False)
    browser = browser_of(nia)
    nudge("update_due", about=IncidentFactory(mode="record"), to=[nia])
    say(Nudge.objects.latest("pk").pk)

    assert race(4, lambda: deliver("push")) == ["ok"] * 4

    assert len(push_service.said_to(browser.endpoint)) == 1
    assert (the_delivery().state, the_delivery().attempts) == (State.SENT, 1)
