"""What a mail is made of, and what its links do without an account."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from nudges.channels.base import Message
from nudges.channels.email import compose
from nudges.channels.names import Channel
from nudges.domain.delivery import deliver
from nudges.domain.outbox import nudge
from nudges.domain.preferences import channels_of
from nudges.domain.saying import say
from nudges.mail_links import link_to_answer, link_to_leave
from nudges.models import Delivery, Nudge, Preference
from nudges.models.nudge import State
from nudges.wording import prepare
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return IncidentFactory(mode="record")


@pytest.fixture
def nia():
    return UserFactory()


def tell(person, about, kind="update_due"):
    nudge(kind, about=about, to=[person], at=timezone.now(), again="here")
    this = Nudge.objects.latest("pk")
    say(this.pk)
    this.refresh_from_db()
    return this


def mail_of(*nudges):
    prepare(nudges)
    return compose(Message(Delivery(pk=7), nudges, nudges[0].recipient))


def path(link):
    assert link.startswith(settings.SITE_URL)
    return link.removeprefix(settings.SITE_URL)


@pytest.fixture
def visitor():
    """A mail program, or somebody who is not signed in: forms are checked as in real life."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_finds_its_button(nia, incident):
    headers = mail_of(tell(nia, incident)).extra_headers

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://[^>]+/nudges/mail/leave/[^>]+/>", headers["List-Unsubscribe"])


def test_one_press_in_a_mail_program_ends_mail_of_this_kind(nia, incident, visitor, mailoutbox):
    link = mail_of(tell(nia, incident)).extra_headers["List-Unsubscribe"].strip("<>")

    response = visitor.post(path(link), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    Delivery.objects.all().delete()
    tell(nia, IncidentFactory(mode="record"))
    tell(nia, IncidentFactory(mode="record"), "lead")
    deliver("email")
    assert [Delivery.objects.get().nudge.kind, len(mailoutbox)] == ["lead", 1]
    assert Nudge.objects.visible_to(nia).listed().filter(kind="update_due").count() == 2


def test_what_was_planned_already_is_not_sent_any_more(nia, incident, visitor, mailoutbox):
    tell(nia, incident)
    visitor.post(path(link_to_leave(nia, ["update_due"])))

    deliver("email")

    assert mailoutbox == []


def test_opening_the_link_ends_nothing(nia, visitor):
    page = visitor.get(path(link_to_leave(nia, ["update_due"])))

    assert "an update is due" in page.text
    assert not Preference.objects.exists()


def test_mail_that_was_ended_can_be_had_again(nia, visitor):
    link = path(link_to_leave(nia, ["update_due", "lead"]))
    visitor.post(link)
    assert set(Preference.objects.values_list("is_wanted", flat=True)) == {False}

    visitor.post(link, {"back": "1"})

    assert not Preference.objects.exists()
    assert Channel.EMAIL in channels_of(nia, "lead")


def test_a_message_with_several_ends_the_mail_of_all_of_them(nia, incident, visitor):
    both = tell(nia, incident), tell(nia, incident, "lead")
    link = mail_of(*both).extra_headers["List-Unsubscribe"].strip("<>")

    visitor.post(path(link))

    assert set(Preference.objects.values_list("kind", flat=True)) == {"update_due", "lead"}


@pytest.mark.parametrize(("do", "state"), [("snooze", State.SNOOZED), ("stop", State.STOPPED)])
def test_a_reminder_is_put_off_or_stopped_from_the_mail(nia, incident, do, state):
    this = tell(nia, incident)
    visitor, link = Client(), path(link_to_answer(this))
    mail = mail_of(this)
    assert link in mail.body
    assert f"{link}?do={do}" in mail.alternatives[0].content

    page = visitor.get(f"{link}?do={do}")
    this.refresh_from_db()
    assert (page.status_code, this.state) == (200, State.SENT)
    assert incident.title not in page.text
    assert visitor.post(link, {"do": do}).status_code == 200

    this.refresh_from_db()
    assert this.state == state


def test_what_its_reader_has_seen_to_is_done_from_the_mail(nia):
    write_up = PostmortemFactory(by=nia, incident=IncidentFactory(by=nia, is_over=True))
    this = tell(nia, write_up, "anniversary")
    link = path(link_to_answer(this))
    assert f"{link}?do=done" in mail_of(this).alternatives[0].content

    Client().post(link, {"do": "done"})

    this.refresh_from_db()
    assert this.state == State.DONE


def test_what_ends_by_itself_cannot_be_called_done_from_the_mail(nia, incident):
    this = tell(nia, incident)
    link = path(link_to_answer(this))
    assert "do=done" not in mail_of(this).alternatives[0].content

    assert Client().post(link, {"do": "done"}).status_code == 422

    this.refresh_from_db()
    assert this.state == State.SENT


def test_what_has_ended_stays_ended(nia, incident):
    this = tell(nia, incident)
    Nudge.objects.update(state=State.DONE, due_at=None)

    page = Client().post(path(link_to_answer(this)), {"do": "snooze"})

    assert "done already" in page.text
    this.refresh_from_db()
    assert this.state == State.DONE


def test_thanks_ask_for_nothing_and_cannot_be_put_off(nia, incident):
    this = tell(nia, incident, "thank_you")

    mail = mail_of(this)

    assert "/mail/answer/" not in mail.body + mail.alternatives[0].content


@pytest.mark.parametrize("what", ["answer", "leave"])
def test_a_link_that_was_changed_on_its_way_does_nothing(nia, incident, what, visitor):
    links = {"answer": link_to_answer(tell(nia, incident)), "leave": link_to_leave(nia, ["lead"])}
    link = path(links[what])
    for broken in (link[:-4] + "/", f"/nudges/mail/{what}/nothing/"):
        assert visitor.get(broken).status_code == 404
        assert Client().post(broken, {"do": "stop"}).status_code == 404
    other = {"answer": "leave", "leave": "answer"}[what]
    assert visitor.get(link.replace(f"/{what}/", f"/{other}/")).status_code == 404
    assert not Preference.objects.exists()
    assert not Nudge.objects.filter(state=State.STOPPED).exists()


def test_another_site_cannot_press_for_somebody(nia, incident, visitor):
    assert (
        visitor.post(path(link_to_answer(tell(nia, incident))), {"do": "stop"}).status_code == 403
    )


def test_an_answer_that_is_none_shows_the_buttons_again(nia, incident):
    link = path(link_to_answer(tell(nia, incident)))

    assert Client().post(link, {"do": "explode"}).status_code == 422


def test_mail_of_an_incident_and_its_write_up_stands_together(nia):
    incident = IncidentFactory(by=nia, is_over=True)
    write_up = PostmortemFactory(by=nia, incident=incident)

    threads = [
        mail_of(tell(nia, about, kind)).extra_headers
        for about, kind in [(incident, "update_due"), (write_up, "published")]
    ]

    assert {one["References"] for one in threads} == {f"<incident-{incident.pk}@localhost>"}
    assert {one["In-Reply-To"] for one in threads} == {f"<incident-{incident.pk}@localhost>"}


def test_a_mail_reads_well_as_text_and_as_html(nia, incident):
    raw = mail_of(tell(nia, incident)).message().as_bytes()
    read = message_from_bytes(raw, policy=default)

    text, html = read.iter_parts()
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    for part in (text.get_content(), html.get_content()):
        assert incident.reference in part
        assert "No more mail like this" in part
    assert max(len(line) for line in text.get_content().splitlines() if "http" not in line) < 400
