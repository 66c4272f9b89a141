"""Customers read what was written for them, and nothing else; they are told by mail if they ask."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from xml.etree import ElementTree

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from incidents.domain import announcing
from incidents.domain.editing import withdraw_entry
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import post_update
from incidents.domain.status_page import (
    confirm,
    set_up_status_page,
    subscribe,
)
from incidents.models import StatusMail, StatusMailState, StatusPage, Subscriber, Update
from incidents.status_mail import CONFIRM, LEAVE, token_for
from incidents.tasks import sweep_status_mail
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "ledger-writer shard 4 doubled rows"
PUBLIC = "Some card payments are declined. We are **putting it right**."
EMAIL = "customer@example.com"


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def page(admin):
    return set_up_status_page(
        by=admin, is_on=True, title="Larkspur status", intro="Coffee and cards"
    )


@pytest.fixture
def cards():
    return ServiceFactory(name="ledger-writer", public_name="Card payments")


@pytest.fixture
def incident(cards):
    return IncidentFactory(title=SECRET, services=[cards, ServiceFactory(name="inner-queue")])


@pytest.fixture
def said(page, incident):
    return say(incident)


def say(incident, text=PUBLIC):
    return post_update(
        incident, by=incident.declared_by, conditions=SECRET, needs=SECRET, public_text=text
    )


@pytest.fixture
def subscriber(page):
    return confirm(Subscriber.objects.create(email=EMAIL))


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


# The page


@pytest.mark.parametrize("path", ["", "feed/", "subscribe/", "subscribe/asked/"])
def test_there_is_no_page_until_an_admin_turns_it_on(client, path):
    StatusPage.objects.create(pk=1, is_on=False)

    assert client.get(f"/status/{path}").status_code == 404


def test_nobody_can_subscribe_to_a_page_that_is_off(client):
    assert client.post("/status/subscribe/send/", {"email": EMAIL}).status_code == 404
    assert not Subscriber.objects.exists()


def test_it_shows_the_public_words_and_nothing_else_of_the_incident(client, said, incident):
    response = client.get("/status/")

    assert "Some card payments are declined. We are putting it right ." in plain(response)
    assert "Card payments Being looked into" in plain(response)
    for inside in (SECRET, "inner-queue", "ledger-writer", incident.reference):
        assert inside not in response.text
    assert incident.declared_by.get_full_name() not in response.text


def test_an_update_without_public_words_stays_inside(client, page, incident):
    post_update(incident, by=incident.declared_by, conditions=SECRET)

    response = client.get("/status/")

    assert "Everything works" in plain(response)
    assert SECRET not in response.text


def test_caches_may_keep_one_copy_for_everybody(client, said):
    for path in ("/status/", "/status/feed/"):
        response = client.get(path)
        assert response["Cache-Control"] == "public, max-age=30"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


def test_it_is_the_same_page_for_somebody_signed_in(client, client_of, said, admin):
    assert client_of(admin).get("/status/").content == client.get("/status/").content


def test_it_says_when_it_is_over_and_forgets_after_two_weeks(client, said, incident):
    resolve_incident(
        incident, by=incident.declared_by, summary=SECRET, public_text="Cards work again."
    )

    assert "Everything works" in plain(client.get("/status/"))
    assert "Cards work again." in client.get("/status/").text
    assert "Card payments Resolved" in plain(client.get("/status/"))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert "Cards work again." not in client.get("/status/").text


def test_a_service_stands_as_the_earliest_stage_of_what_is_happening_to_it(client, said, cards):
    later = IncidentFactory(services=[cards])
    say(later, "Something else.")
    type(later).objects.filter(pk=later.pk).update(status="monitoring")

    services = plain(client.get("/status/")).partition("Services")[2].partition("Happening")[0]

    assert services.strip() == "Card payments Being looked into"


def test_a_withdrawn_or_restricted_or_renamed_update_is_gone(client, said, incident, cards):
    for change, undo in (
        (lambda: set_entry(said, timezone.now()), lambda: set_entry(said, None)),
        (lambda: set_restricted(incident, True), lambda: set_restricted(incident, False)),
        (lambda: set_name(cards, ""), lambda: set_name(cards, "Card payments")),
    ):
        change()
        assert "declined" not in client.get("/status/").text
        undo()
        assert "declined" in client.get("/status/").text


def set_entry(update, at):
    type(update.entry).objects.filter(pk=update.entry_id).update(withdrawn_at=at)


def set_restricted(incident, value):
    type(incident).objects.filter(pk=incident.pk).update(is_restricted=value)


def set_name(service, name):
    type(service).objects.filter(pk=service.pk).update(public_name=name)


@pytest.mark.parametrize("mode", ["practice", "record"])
def test_practice_and_records_have_no_words_for_customers(page, cards, mode):
    incident = IncidentFactory(services=[cards], mode=mode, by=UserFactory())
    if not incident.is_open:
        return

    with pytest.raises(DomainError, match="stays inside"):
        say(incident)


def test_public_words_are_refused_where_the_page_is_off_or_the_incident_is_not_on_it(page, admin):
    inside = IncidentFactory(services=[ServiceFactory()])
    with pytest.raises(DomainError, match="stays inside"):
        say(inside)
    with pytest.raises(DomainError, match="stays inside"):
        resolve_incident(inside, by=admin, summary="Over.", public_text="Over.")
    assert not Update.objects.exists()


def test_markup_in_the_words_is_shown_and_not_obeyed(client, page, incident):
    say(incident, "<script>alert(1)</script> [x](javascript:alert(1))")

    text = client.get("/status/").text

    assert "<script>alert" not in text
    assert 'javascript:alert(1)"' not in text


def test_it_takes_as_many_queries_for_many_updates_as_for_one(queries_of, client, said, incident):
    few = queries_of(client, "/status/")
    for n in range(5):
        say(incident, f"Still at it, {n}.")
        say(IncidentFactory(services=[ServiceFactory(public_name=f"Part {n}")]), "Slow.")

    assert queries_of(client, "/status/") == few == 3


# The feed


def test_the_feed_has_an_entry_for_each_update_whose_id_stays(client, said, incident):
    first = entries(client)
    say(incident, "Nearly there.")

    second = entries(client)

    assert [one.find(f"{ATOM}summary").text for one in second] == ["Nearly there.", PUBLIC]
    assert second[1].find(f"{ATOM}id").text == first[0].find(f"{ATOM}id").text
    assert SECRET not in client.get("/status/feed/").text


def entries(client):
    feed = ElementTree.fromstring(client.get("/status/feed/").content)
    return feed.findall(f"{ATOM}entry")


# The forms of the room


def test_the_forms_ask_for_public_words_only_where_there_is_a_page(client_of, incident, admin):
    client = client_of(incident.declared_by)
    room, close = incident.get_absolute_url(), f"{incident.get_absolute_url()}close/"
    assert "public_text" not in client.get(room).text + client.get(close).text

    set_up_status_page(by=admin, is_on=True, title="", intro="")

    assert 'name="public_text"' in client.get(room).text
    assert 'name="public_text"' in client.get(close).text


def test_the_forms_hand_on_the_public_words(client_of, page, incident):
    client = client_of(incident.declared_by)
    client.post(
        f"{incident.get_absolute_url()}updates/", {"conditions": "In", "public_text": "Out"}
    )
    client.post(
        f"{incident.get_absolute_url()}resolve/", {"summary": "In", "public_text": "Out again"}
    )

    assert set(Update.objects.values_list("public_text", flat=True)) == {"Out", "Out again"}


# Subscribing


def test_a_customer_subscribes_confirms_is_told_and_leaves(page, incident, work):
    client = Client(enforce_csrf_checks=True)
    token = csrf(client.get("/status/subscribe/"))
    with work():
        answer = client.post("/status/subscribe/send/", {"email": "Customer@Example.com", **token})
    assert answer["Location"] == "/status/subscribe/asked/"
    asked = mail.outbox.pop()
    assert asked.to == [EMAIL]

    with work():
        say(incident)
    assert not mail.outbox  # not confirmed yet

    link = re.search(r"http://\S+(/status/confirm/\S+)", asked.body)[1]
    token = csrf(client.get(link))
    assert not Subscriber.objects.confirmed().exists()  # a program that follows links says nothing
    client.post(f"{link}yes/", token)

    with work():
        say(incident, "Half of it works.")
    told = mail.outbox.pop()
    assert told.subject == "Card payments: Being looked into"
    assert "Half of it works." in told.body
    assert SECRET not in f"{told.body}{told.alternatives[0].content}{told.subject}"

    # The mail program's own button: one POST, without cookie, form or token (RFC 8058).
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    leave = re.search(
        r"<http://[^/]+(/status/leave/[^>]+)>", told.extra_headers["List-Unsubscribe"]
    )
    assert Client().get(leave[1]).status_code == 200
    assert Subscriber.objects.exists()
    Client(enforce_csrf_checks=True).post(leave[1], {"List-Unsubscribe": "One-Click"})
    assert not Subscriber.objects.exists()
    with work():
        say(incident, "All of it works.")
    assert not mail.outbox


def csrf(response):
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.text)
    return {"csrfmiddlewaretoken": found[1]}


def test_mails_about_one_incident_make_one_thread(said, incident, subscriber, work):
    with work():
        say(incident, "Nearly.")
    with work():
        say(incident, "There.")

    one, other = mail.outbox
    assert one.extra_headers["References"] == other.extra_headers["References"]
    assert one.extra_headers["Message-ID"] != other.extra_headers["Message-ID"]


def test_asking_again_says_the_same_and_sends_nothing_for_an_hour(client, page, work, subscriber):
    for address in (EMAIL, "new@example.com", "new@example.com"):
        with work():
            answer = client.post("/status/subscribe/send/", {"email": address})
        assert answer["Location"] == "/status/subscribe/asked/"

    assert [one.to for one in mail.outbox] == [["new@example.com"]]


def test_only_so_many_addresses_wait_at_once(client, page, monkeypatch):
    monkeypatch.setattr("incidents.domain.status_page.MOST_UNCONFIRMED", 2)
    for n in range(2):
        subscribe(email=f"{n}@example.com")

    answer = client.post("/status/subscribe/send/", {"email": EMAIL})

    assert answer.status_code == 422
    assert "try again in an hour" in answer.text
    assert EMAIL in answer.text
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "x" * 300 + "@example.com", "a\x07@b.com"])
def test_what_is_no_address_gets_a_sentence_beside_the_field(client, page, typed):
    answer = client.post("/status/subscribe/send/", {"email": typed})

    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.text
    assert not Subscriber.objects.exists()


def test_a_link_that_is_old_or_not_ours_changes_nothing(client, page):
    subscriber = Subscriber.objects.create(email=EMAIL)
    token = token_for(subscriber, to=CONFIRM)

    for other in ("nonsense", token + "x", token_for(subscriber, to=LEAVE)):
        assert client.post(f"/status/confirm/{other}/yes/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.post(f"/status/confirm/{token}/yes/").status_code == 404
        announcing.forget_unconfirmed()

    assert not Subscriber.objects.exists()
    assert "ended already" in client.get(f"/status/leave/{token}/").text


# The mail


def test_an_update_is_announced_once_however_many_workers_try(race, page, incident):
    confirm(Subscriber.objects.create(email=EMAIL))
    update = say(incident)

    outcomes = race(4, lambda: announcing.announce(update.pk))

    assert outcomes == ["ok"] * 4
    assert StatusMail.objects.count() == 1


def test_a_mail_is_sent_once_however_many_workers_try(race, page, incident):
    confirm(Subscriber.objects.create(email=EMAIL))
    [planned] = announcing.announce(say(incident).pk)
    mail.outbox.clear()

    race(8, lambda: announcing.send(planned))

    assert len(mail.outbox) == 1
    assert StatusMail.objects.get().state == StatusMailState.SENT


def withdraw(update, admin):
    withdraw_entry(update.entry, by=update.entry.author)


def restrict(update, admin):
    restrict_incident(update.incident, by=update.incident.declared_by)


def turn_the_page_off(update, admin):
    set_up_status_page(by=admin, is_on=False, title="Larkspur status", intro="")


@pytest.mark.parametrize("leave_the_page", [withdraw, restrict, turn_the_page_off])
def test_what_left_the_page_meanwhile_is_not_sent(leave_the_page, said, subscriber, admin, work):
    [planned] = announcing.announce(said.pk)
    leave_the_page(said, admin)

    announcing.send(planned)
    with work():
        sweep_status_mail()

    assert mail.outbox == []
    assert StatusMail.objects.get().state == StatusMailState.NOT_NEEDED


@pytest.mark.parametrize("leave_the_page", [withdraw, restrict, turn_the_page_off])
def test_what_left_the_page_before_is_not_planned(leave_the_page, said, subscriber, admin):
    leave_the_page(said, admin)

    assert announcing.announce(said.pk) == []
    assert announcing.unannounced() == []


def test_the_sweep_finds_what_a_lost_broker_left(said, subscriber, work):
    Subscriber.objects.filter(pk=subscriber.pk).update(confirmed_at=timezone.now())

    with work():
        sweep_status_mail()

    assert [one.to for one in mail.outbox] == [[EMAIL]]


def test_a_mail_server_that_hangs_up_is_tried_again_and_then_left_to_an_admin(
    said, subscriber, monkeypatch, client_of, admin, work
):
    def refuse(self, messages):
        raise SMTPServerDisconnected(SECRET)

    [planned] = announcing.announce(said.pk)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        for _ in range(10):
            StatusMail.objects.update(due_at=timezone.now())
            announcing.send(planned)
    this = StatusMail.objects.get()
    assert (this.state, this.last_error) == (StatusMailState.SET_ASIDE, "SMTPServerDisconnected")

    client = client_of(admin)
    assert "SMTPServerDisconnected" in client.get("/incidents/status-page/").text
    client.post("/incidents/status-page/try-again/")
    with work():
        sweep_status_mail()

    assert [one.to for one in mail.outbox] == [[EMAIL]]


# The settings


def test_an_admin_turns_it_on_and_off(client_of, admin):
    client = client_of(admin)
    client.post("/incidents/status-page/save/", {"is_on": "on", "title": "Ours", "intro": ""})
    assert "Ours" in Client().get("/status/").text

    client.post("/incidents/status-page/save/", {"title": "Ours"})

    assert Client().get("/status/").status_code == 404
    assert 'value="Ours"' in client.get("/incidents/status-page/").text


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_nobody_else_does(client_of, role):
    client = client_of(UserFactory(role=role))

    assert client.get("/incidents/status-page/").status_code == 403
    for verb in ("save", "try-again"):
        assert client.post(f"/incidents/status-page/{verb}/", {"is_on": "on"}).status_code == 403
    with pytest.raises(DomainError, match="An admin decides"):
        set_up_status_page(by=UserFactory(role=role), is_on=True, title="", intro="")
    assert not StatusPage.objects.exists()
