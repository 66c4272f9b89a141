"""Another address to sign in with."""

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from people.domain.address import SALT, ask_to_change_address
from people.errors import DomainError
from people.models import AuditEntry
from tests.factories import UserFactory
from tests.people.test_security import PASSWORD, SIGN_IN, say_who, signed_in

pytestmark = pytest.mark.django_db

CHANGE = reverse("people:change_address")
CONFIRMED = reverse("people:address_confirmed")


@pytest.fixture
def nia():
    return UserFactory(email="nia@example.org", password=PASSWORD)


@pytest.fixture
def client(nia):
    say_who(client := signed_in(Client()))
    return client


def ask(client, work, email="nia.kamau@example.org"):
    with work():
        return client.post(CHANGE, {"email": email})


def link():
    return next(one for one in mail.outbox[-1].body.splitlines() if "/address/confirm/" in one)


def confirm(work, address=None):
    stranger, address = Client(), address or link().removeprefix("http://localhost:8000")
    page = stranger.get(address)
    token = address.rstrip("/").rpartition("/")[2]
    with work():
        answer = stranger.post(CONFIRMED, {"token": token})
    return page, answer


def test_an_address_is_confirmed_by_whoever_reads_it(client, nia, work):
    ask(client, work)
    nia.refresh_from_db()
    assert nia.email == "nia@example.org"
    assert mail.outbox[-1].to == ["nia.kamau@example.org"]

    page, answer = confirm(work)

    assert page.status_code == answer.status_code == 200
    nia.refresh_from_db()
    assert nia.email == "nia.kamau@example.org"
    assert mail.outbox[-1].to == ["nia@example.org"]
    assert AuditEntry.objects.filter(action="people.address_changed").exists()


def test_the_old_address_lets_nobody_in_any_more(client, work):
    ask(client, work)
    confirm(work)

    for email, is_in in (("nia@example.org", False), ("nia.kamau@example.org", True)):
        other = Client()
        other.post(SIGN_IN, {"login": email, "password": PASSWORD})
        assert ("_auth_user_id" in other.session) is is_in


def test_an_address_that_somebody_has_gets_the_same_answer_and_no_letter(client, nia, work):
    UserFactory(email="ben@example.org")
    free = ask(client, work)
    sent = len(mail.outbox)
    taken = ask(client, work, "ben@example.org")

    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    assert len(mail.outbox) == sent


def test_an_address_taken_meanwhile_is_not_taken_twice(client, nia, work):
    ask(client, work)
    UserFactory(email="nia.kamau@example.org")

    _page, answer = confirm(work)

    assert answer.status_code == 422
    nia.refresh_from_db()
    assert nia.email == "nia@example.org"


def test_a_link_is_of_use_once_and_only_whole(client, work):
    ask(client, work)
    address = link().removeprefix("http://localhost:8000")
    confirm(work)

    assert confirm(work, address)[1].status_code == 422
    page, answer = confirm(work, address[:-3] + "x/")
    assert (page.status_code, answer.status_code) == (404, 422)


def test_a_link_grows_old(client, nia, work, monkeypatch):
    ask(client, work)
    monkeypatch.setattr("people.domain.address.CONFIRMED_WITHIN", -1)

    assert confirm(work)[1].status_code == 422


def test_a_link_of_somebody_who_left_is_of_no_use(client, nia, work):
    ask(client, work)
    nia.is_active = False
    nia.save()

    assert confirm(work)[1].status_code == 422


def test_only_the_person_asks(nia):
    with pytest.raises(DomainError):
        ask_to_change_address(nia, by=UserFactory(), email="x@example.org")


def test_what_is_signed_for_something_else_is_no_link(client, nia, work):
    token = signing.dumps([nia.pk, nia.email, "x@example.org"], salt=SALT + "other")

    assert Client().post(CONFIRMED, {"token": token}).status_code == 422


def test_what_was_typed_stays_where_it_is_no_address(client, work):
    answer = ask(client, work, "nia at home")

    assert answer.status_code == 422
    assert "nia at home" in answer.text
