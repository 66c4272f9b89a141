"""A mail as a mail server gets it."""

import email
import email.policy
from email.utils import parsedate_to_datetime

import pytest
from django.core import mail as outbox
from django.utils import timezone

from people.mail import Mail

LINK = f"<https://goldseam.example.org/leave/{'aB3_-:' * 60}/>"


def written(**fields):
    """A mail, as bytes and as a mail program reads it."""
    raw = a_mail(**fields).message().as_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def a_mail(**fields):
    return Mail(**{"subject": "Hello", "body": "There", "to": ["nia@example.org"]} | fields)


def test_a_link_stays_in_one_piece_on_the_line_of_its_header():
    raw, _read = written(headers={"List-Unsubscribe": LINK, "References": "<a@b>"})

    lines = raw.split(b"\r\n")
    assert f"List-Unsubscribe: {LINK}".encode() in lines
    assert b"References: <a@b>" in lines


@pytest.mark.parametrize(
    "subject", ["Search is slow", "Was “slow” heißt – nichts lädt," * 6, "夜の障害 🌙" * 20]
)
def test_words_in_any_script_come_back_as_they_were(subject):
    text = f"{subject}\n.\n..dots\n" + "a very long line " * 200

    raw, read = written(subject=subject, body=text)

    assert read["Subject"] == subject
    assert read.get_content().replace("\r\n", "\n").rstrip("\n") == text
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert all(len(line) < 79 for line in raw.split(b"\r\n") if b"=?utf-8?" in line)
    assert raw.isascii()


def test_all_parts_are_there():
    this = a_mail()
    this.attach_alternative("<p>Thäre</p>", "text/html")
    this.attach_alternative(
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST"
    )
    this.attach("invite.ics", "BEGIN:VCALENDAR", "application/ics")
    read = email.message_from_bytes(this.message().as_bytes(), policy=email.policy.default)

    bodies, file = read.iter_parts()
    assert (read.get_content_type(), bodies.get_content_type()) == (
        "multipart/mixed",
        "multipart/alternative",
    )
    plain, html, calendar = bodies.iter_parts()
    assert (plain.get_content(), html.get_content()) == ("There", "<p>Thäre</p>")
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_content().splitlines() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]
    assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")
    assert file.get_content() == b"BEGIN:VCALENDAR"


def test_names_and_domains_in_any_script_can_be_written_to():
    raw, read = written(from_email="Göldseam <g@example.org>", to=["nia@bücher.example"])

    assert read["From"].addresses[0].display_name == "Göldseam"
    assert read["From"].addresses[0].addr_spec == "g@example.org"
    assert b"To: nia@xn--bcher-kva.example\r\n" in raw


def test_it_says_when_it_was_sent():
    _raw, read = written()

    assert abs(parsedate_to_datetime(read["Date"]) - timezone.now()).total_seconds() < 5


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hello\r\nBcc: all@example.org"},
        {"subject": "Hello\x85there"},
        {"headers": {"References": "<a@b>\nBcc: all@example.org"}},
        {"to": ["nia@example.org\nBcc: all@example.org"]},
        {"from_email": "Nia\n <nia@example.org>"},
    ],
)
def test_a_header_is_one_line(fields):
    with pytest.raises(ValueError, match="one line"):
        written(**fields)


def test_it_goes_by_the_way_that_django_knows(mailoutbox):
    a_mail().send()

    assert [one.to for one in outbox.outbox] == [["nia@example.org"]]
