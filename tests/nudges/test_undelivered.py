"""What could not be delivered, as an admin sees it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nudges.channels.names import Channel
from nudges.domain.outbox import nudge
from nudges.domain.outlets import let_rest
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge, Outlet
from nudges.models.delivery import MOST_ATTEMPTS, State
from nudges.models.nudge import MOST_FAILURES
from nudges.queries.undelivered import PAGE, set_aside
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

HERE = reverse("nudges:undelivered")


@pytest.fixture
def client(client_of):
    return client_of(UserFactory(role=Role.ADMIN))


def put_aside(count=1, *, kind="write_up", to=None):
    """So many messages that could not be delivered."""
    to = to or UserFactory(display_name="Nia Kamau")
    incident = IncidentFactory(title="Receipts are blank", mode="record")
    for n in range(count):
        nudge(kind, about=incident, to=[to], at=timezone.now(), again=str(n))
    for this in Nudge.objects.due().filter(kind=kind):
        say(this.pk)
    rows = Delivery.objects.filter(nudge__kind=kind)
    rows.update(state=State.SET_ASIDE, attempts=MOST_ATTEMPTS, last_error="SMTPDataError 554")
    return rows


def test_nothing_to_look_after_says_so(client):
    page = client.get(HERE).text

    assert "Everything answers." in page
    assert "Nothing was set aside" in page


def test_what_was_set_aside_says_what_an_admin_needs(client):
    this = put_aside().get()

    page = client.get(HERE).text

    for words in (f"Message {this.pk}", "Email", "SMTPDataError 554", "tried 10 times"):
        assert words in page
    assert "Would you write it up?" in page
    assert "Nia Kamau" in page
    assert "Receipts" not in page
    assert this.nudge.about.reference not in page


@pytest.mark.parametrize("kind", ["check_in", "reach_out", "kind_note", "pulse_after"])
def test_of_what_is_private_neither_kind_nor_name_is_shown(client, kind):
    put_aside(kind=kind)

    page = client.get(HERE).text

    assert "Something private" in page
    assert "Nia Kamau" not in page


def test_one_is_tried_again(client):
    one, other = put_aside(2)

    client.post(reverse("nudges:try_one", args=[one.pk]))

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts, other.state) == (State.WAITING, 0, State.SET_ASIDE)


def test_all_are_tried_again(client):
    put_aside(3)

    page = client.post(reverse("nudges:try_all"), follow=True).text

    assert "3 will be tried again." in page
    assert not Delivery.objects.set_aside().exists()


def test_what_is_not_set_aside_is_not_tried_again(client):
    rows = put_aside()
    rows.update(state=State.SENT)

    assert client.post(reverse("nudges:try_one", args=[rows.get().pk])).status_code == 404
    assert rows.get().state == State.SENT


def test_many_are_read_page_by_page(client, queries_of):
    put_aside(2)
    few = queries_of(client, HERE)
    put_aside(PAGE + 3)

    assert queries_of(client, HERE) == few <= 12
    first = set_aside()
    second = set_aside(before=first.more)
    numbers = [row.delivery.pk for row in [*first.rows, *second.rows]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == Delivery.objects.set_aside().count()
    assert f"after={first.more}" in client.get(HERE).text


def test_what_does_not_answer_is_named_in_plain_words(client):
    nia = UserFactory(display_name="Nia Kamau")
    chat = Address.objects.create(
        person=nia, channel=Channel.CHAT, label="secret-room", digest="x", outlet="chat:1"
    )
    for name in ("email", "push:push.example.org", chat.outlet, "chat:99"):
        let_rest(name, "ConnectTimeout")
    waiting = put_aside(2)
    waiting.update(state=State.WAITING)

    page = client.get(HERE).text

    for words in (
        "The mail server",
        "Browsers, through push.example.org",
        "A chat of Nia Kamau",
        "A chat that is no longer known",
        "ConnectTimeout",
        "2 messages wait for it",
        "0 messages wait for it",
    ):
        assert words in page
    assert "secret-room" not in page


def test_what_does_not_answer_can_be_tried_now(client):
    let_rest("email", "ConnectTimeout")
    Outlet.objects.update(try_at=timezone.now() + timedelta(minutes=5))
    assert Outlet.objects.resting_now() == ["email"]

    client.post(reverse("nudges:try_outlet", args=[Outlet.objects.get().pk]))

    assert Outlet.objects.resting_now() == []
    assert Outlet.objects.get().failures == 1


def test_what_could_not_be_said_is_shown_and_said_again(client):
    nudge("write_up", about=IncidentFactory(mode="record"), to=[UserFactory(display_name="Jo Li")])
    nudge("reach_out", about=IncidentFactory(mode="record"), to=[UserFactory(display_name="Ana")])
    Nudge.objects.update(failures=MOST_FAILURES, last_error="KeyError", due_at=None)

    page = client.get(HERE).text
    assert "Jo Li" in page
    assert "KeyError" in page
    assert "Something private" in page
    assert "Ana" not in page

    page = client.post(reverse("nudges:say_again"), follow=True).text
    assert f"{Nudge.objects.due().count()} will be tried again." in page
    assert not Nudge.objects.set_aside().exists()
    assert "Could not be said" not in page


@pytest.mark.parametrize("role", [Role.MEMBER, Role.READER])
def test_it_is_for_admins(client_of, role):
    this, client = put_aside().get(), client_of(UserFactory(role=role))

    assert client.get(HERE).status_code == 403
    for address in (
        reverse("nudges:try_all"),
        reverse("nudges:say_again"),
        reverse("nudges:try_one", args=[this.pk]),
        reverse("nudges:try_outlet", args=[1]),
    ):
        assert client.post(address).status_code == 403
    assert Delivery.objects.set_aside().count() == 1


def test_admins_find_it_from_the_organisation(client):
    assert HERE in client.get(reverse("organisation:front")).text


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 30, "٣"])
def test_odd_places_show_a_page(client, odd):
    put_aside()

    assert client.get(HERE, {"after": odd}).status_code == 200
