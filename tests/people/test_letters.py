"""Mail about accounts: written down with what it tells, sent by the worker, then forgotten."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import mailers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people.domain import posting
from people.domain.letters import tell_by_letter
from people.models import Letter, LetterState, Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

RESET = reverse("account_reset_password")


def tell(to="nia@example.org", **words):
    return tell_by_letter("plain", to=to, **{"subject": "Welcome", "body": "The seam"} | words)


def refusing(monkeypatch, error):
    def refuse(*_args, **_more):
        raise error

    monkeypatch.setattr(type(mailers.default), "send_messages", refuse)


def test_a_letter_is_sent_once_what_it_tells_is_there(work):
    with work():
        tell()
        assert not mail.outbox

    assert [one.to for one in mail.outbox] == [["nia@example.org"]]
    assert mail.outbox[0].subject == "Welcome"
    assert "The seam" in mail.outbox[0].body


def test_a_letter_of_what_did_not_happen_is_never_sent(work):
    with work(), transaction.atomic():
        tell()
        transaction.set_rollback(True)

    assert not mail.outbox
    assert not Letter.objects.exists()


def test_what_a_letter_says_is_kept_sealed_and_let_go_of(work):
    letter = tell(body="a link with a secret")

    assert "secret" not in letter.sealed
    posting.send(letter.pk)

    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert letter.sealed == ""


def test_a_letter_is_sent_once_however_often_it_is_asked_for():
    letter = tell()

    for _ in range(3):
        posting.send(letter.pk)

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(race):
    letter = tell()

    race(2, lambda: posting.send(letter.pk))

    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_waited_for(monkeypatch):
    letter = tell()
    refusing(monkeypatch, SMTPServerDisconnected("gone"))

    posting.send(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 0)
    assert letter.due_at > timezone.now()


def test_what_is_refused_for_good_is_left_to_an_admin(client_of, monkeypatch):
    letter = tell()
    with monkeypatch.context() as patched:
        refusing(patched, SMTPRecipientsRefused({"nia@example.org": (550, b"no")}))
        posting.send(letter.pk)
    admin = client_of(UserFactory(role=Role.ADMIN))

    page = admin.get(reverse("nudges:undelivered")).text

    assert "nia@example.org" in page
    assert "SMTPRecipientsRefused 550" in page
    assert "The seam" not in page

    admin.post(reverse("nudges:send_letters_again"))
    assert posting.due_letters() == [letter.pk]


def test_sending_letters_again_is_for_admins(client_of):
    answer = client_of(UserFactory()).post(reverse("nudges:send_letters_again"))

    assert answer.status_code == 403


def test_the_sweep_finds_what_a_worker_left_behind():
    letter = tell()
    Letter.objects.update(attempts=1, due_at=timezone.now() - timedelta(minutes=1))

    assert posting.due_letters() == [letter.pk]


def test_what_ended_its_worker_each_time_is_left_to_an_admin():
    letter = tell()
    Letter.objects.update(attempts=posting.MOST_ATTEMPTS)

    assert posting.due_letters() == []
    letter.refresh_from_db()
    assert letter.state == LetterState.SET_ASIDE


def test_letters_are_forgotten_after_a_month():
    tell()

    posting.forget_letters(at=timezone.now() + posting.KEPT_FOR - timedelta(hours=1))
    assert Letter.objects.exists()

    posting.forget_letters(at=timezone.now() + posting.KEPT_FOR)
    assert not Letter.objects.exists()


def test_a_new_password_is_asked_for_and_chosen(client, work):
    UserFactory(email="nia@example.org", password="a seam of old gold")
    with work():
        client.post(RESET, {"email": "Nia@Example.org"})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/reset/key/" in line)
    assert link.startswith("http://localhost:8000/")

    form = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    password = "a seam of new gold"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})

    door = reverse("account_login")
    assert client.post(door, {"login": "nia@example.org", "password": password}).url == "/"


def test_asking_for_a_password_does_not_tell_who_has_an_account(client, work):
    UserFactory(email="nia@example.org")
    UserFactory(email="gone@example.org", is_active=False)
    answers = set()
    for email in ("nia@example.org", "gone@example.org", "nobody@example.org"):
        with work():
            answer = client.post(RESET, {"email": email}, follow=True)
        answers.add(re.sub(r'nonce="[^"]+"|value="[^"]{64}"|nonce&quot;:.*', "", answer.text))

    assert len(answers) == 1
    assert [one.to for one in mail.outbox] == [["nia@example.org"]]
    assert [one.to for one in Letter.objects.all()] == ["nia@example.org"]
