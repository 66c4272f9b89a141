"""What somebody wants to hear, and where."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from nudges.channels.names import Channel
from nudges.domain import delivery
from nudges.domain.outbox import nudge
from nudges.domain.planning import BURST
from nudges.domain.preferences import channels_of, reset_preferences, set_preferences
from nudges.domain.saying import say
from nudges.kinds import KINDS
from nudges.models import Address, Nudge, Preference
from people.errors import DomainError
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE, SAVE = reverse("nudges:preferences"), reverse("nudges:save_preferences")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}
EVERY_MAIL = [kind.name for kind in KINDS.values() if Channel.EMAIL in kind.channels]


@pytest.fixture
def nia():
    return UserFactory(**OFFICE)


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def choose(person, **more):
    chosen = {"wants_email": True, "gathers_mail": False, "chosen": {}} | more
    return set_preferences(person, by=person, **chosen)


def an_address(person, channel, name="this"):
    return Address.objects.create(
        person=person, channel=channel, label="This one", digest=name, outlet=f"{channel}:{name}"
    )


def kept(person):
    return set(person.preferences.values_list("kind", "channel", "is_wanted"))


def test_only_what_differs_is_kept(nia):
    wanted = [name for name in EVERY_MAIL if name != "check_in"]

    choose(nia, chosen={Channel.EMAIL: wanted, Channel.PUSH: ["check_in"]})

    differs = {("check_in", "email", False), ("check_in", "push", True)}
    by_default = {name for name, kind in KINDS.items() if Channel.PUSH in kind.channels}
    assert kept(nia) == differs | {(name, "push", False) for name in by_default}
    assert channels_of(nia, "check_in") == {Channel.PUSH}


def test_what_is_chosen_again_as_declared_is_forgotten(nia):
    choose(nia, chosen={Channel.EMAIL: []})
    assert len(kept(nia)) == len(EVERY_MAIL)

    choose(nia, chosen={Channel.EMAIL: EVERY_MAIL})

    assert kept(nia) == set()


def test_channels_that_were_not_offered_stay_as_they_are(nia):
    choose(nia, chosen={Channel.PUSH: ["check_in"]})
    before = kept(nia)

    choose(nia, chosen={Channel.EMAIL: EVERY_MAIL})

    assert kept(nia) == before


def test_everything_can_come_as_it_does_by_itself_again(nia):
    choose(nia, wants_email=False, chosen={Channel.EMAIL: [], Channel.CHAT: ["welcome"]})

    reset_preferences(nia, by=nia)

    assert kept(nia) == set()
    assert channels_of(nia, "check_in") == {Channel.EMAIL}
    nia.refresh_from_db()
    assert not nia.wants_email


def test_nobody_chooses_for_somebody_else(nia):
    for verb, more in (
        (set_preferences, {"wants_email": False, "gathers_mail": False, "chosen": {}}),
        (reset_preferences, {}),
    ):
        with pytest.raises(DomainError):
            verb(nia, by=UserFactory(), **more)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_what_one_of_them_chose(race):
    nia = UserFactory()

    outcomes = race(4, lambda: choose(nia, chosen={Channel.EMAIL: ["check_in"]}))

    assert outcomes == ["ok"] * 4
    assert len(kept(nia)) == len(EVERY_MAIL) - 1


# The page


def ticked(page, channel):
    return set(page.context["form"][channel].value())


def test_it_shows_what_is_wanted_now(client, nia):
    choose(nia, gathers_mail=True, chosen={Channel.EMAIL: ["check_in"]})

    page = client.get(PAGE)

    assert ticked(page, "email") == {"check_in"}
    assert page.context["form"]["gathers_mail"].value() is True
    for kind in KINDS.values():
        assert str(kind.title) in page.text
        assert str(kind.when) in page.text


def test_what_is_ticked_is_kept(client, nia):
    typed = {"wants_email": "on", "offered": ["email"], "email": ["check_in", "write_up"]}

    response = client.post(SAVE, typed | {"gathers_mail": "on"})

    nia.refresh_from_db()
    assert response.url == PAGE
    assert (nia.wants_email, nia.gathers_mail) == (True, True)
    assert ticked(client.get(PAGE), "email") == {"check_in", "write_up"}


def test_nothing_ticked_is_no_mail_of_any_kind(client, nia):
    client.post(SAVE, {"offered": ["email"]})

    nia.refresh_from_db()
    assert not nia.wants_email
    assert channels_of(nia, "check_in") == set()


def test_boxes_are_there_only_for_where_somebody_is_reached(client, nia):
    page = client.get(PAGE).text
    assert 'name="push"' not in page
    assert 'name="chat"' not in page

    an_address(nia, Channel.PUSH)

    page = client.get(PAGE).text
    assert page.count('name="push"') == len(KINDS)
    assert 'name="chat"' not in page


def test_an_address_that_came_meanwhile_loses_nothing(client, nia):
    """The page was opened before there was one, so it says nothing about that channel."""
    an_address(nia, Channel.PUSH)

    client.post(SAVE, {"wants_email": "on", "offered": ["email"], "email": EVERY_MAIL})

    assert Channel.PUSH in channels_of(nia, "help_wanted")


@pytest.mark.parametrize(
    "odd", [{"email": ["no_such_kind"]}, {"offered": ["pigeon"]}, {"push": ["\0"]}]
)
def test_odd_choices_are_refused(client, nia, odd):
    response = client.post(SAVE, {"offered": ["email"], "email": EVERY_MAIL} | odd)

    assert response.status_code == 422
    assert not Preference.objects.exists()


def test_it_is_reset_with_one_press(client, nia):
    choose(nia, chosen={Channel.EMAIL: []})

    assert client.post(reverse("nudges:reset_preferences")).url == PAGE
    assert kept(nia) == set()


# Gathered mail


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def tell(user, kind="check_in"):
    nudge(kind, about=IncidentFactory(mode="record"), to=[user], at=timezone.now())
    for this in Nudge.objects.due().filter(recipient=user):
        say(this.pk)


def sent():
    mail.outbox.clear()
    delivery.deliver("email")
    return [message.subject for message in mail.outbox]


def test_gathered_mail_is_one_message_the_next_morning(monday):
    nia = UserFactory(**OFFICE, gathers_mail=True)
    for _ in range(3):
        tell(nia)
        monday.shift(timedelta(hours=2))
    assert sent() == []

    monday.move_to(MONDAY.replace(hour=9) + timedelta(days=1))

    assert sent() == ["3 things, in one message"]


def test_what_comes_as_the_day_begins_is_of_that_morning(monday):
    monday.move_to(MONDAY.replace(hour=7))
    nia = UserFactory(**OFFICE, gathers_mail=True)
    tell(nia)
    monday.move_to(MONDAY.replace(hour=9))
    tell(nia)

    monday.shift(BURST)

    assert sent() == ["2 things, in one message"]


def test_a_live_incident_and_an_invitation_are_not_gathered(monday):
    nia = UserFactory(**OFFICE, gathers_mail=True)
    for kind in ("update_due", "debrief_off"):
        assert KINDS[kind].may_interrupt or KINDS[kind].is_by_itself
    tell(nia, "update_due")

    assert len(sent()) == 1


def test_other_channels_are_not_gathered(monday):
    nia = UserFactory(**OFFICE, gathers_mail=True)
    an_address(nia, Channel.PUSH)
    choose(nia, gathers_mail=True, chosen={Channel.PUSH: ["check_in"]})

    tell(nia)

    by_channel = {one.channel: one.goes_at for one in Nudge.objects.get().deliveries.all()}
    assert by_channel["push"] == MONDAY
    assert by_channel["email"] > MONDAY
