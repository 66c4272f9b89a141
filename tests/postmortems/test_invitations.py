"""Invitations as calendars read them: RFC 5545, sent the iTIP way of RFC 5546.

They are read back with `icalendar`, and also line by line as they leave, since a
library that wrote something odd would read it back without a word.
"""

import email
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from incidents.domain.restricting import restrict_incident
from nudges.domain.delivery import deliver
from nudges.domain.saying import say
from nudges.models import Nudge
from postmortems.domain.debriefing import cancel_debrief, change_debrief, plan_debrief
from postmortems.invitations import invitation_for, published
from postmortems.models import Postmortem
from postmortems.zones import time_zone
from tests.factories import PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db

# The last Sunday of March lies between the two, so that the clock changes around it.
SOON = datetime(2030, 3, 29, 14, 0, tzinfo=UTC)
# RFC 5546, 3.2.2, 3.2.5 and 3.2.1: what an event has to have, and what it may not.
REQUIRED = {
    "REQUEST": {"DTSTAMP", "DTSTART", "ORGANIZER", "ATTENDEE", "SUMMARY", "UID", "SEQUENCE"},
    "CANCEL": {"DTSTAMP", "ORGANIZER", "UID", "SEQUENCE", "ATTENDEE"},
    "PUBLISH": {"DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID"},
}
FORBIDDEN = {
    "REQUEST": {"REQUEST-STATUS"},
    "CANCEL": {"REQUEST-STATUS"},
    "PUBLISH": {"ATTENDEE", "REQUEST-STATUS"},
}
ONCE = {
    *("DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "UID", "SEQUENCE", "STATUS"),
    *("CREATED", "LAST-MODIFIED", "DESCRIPTION", "LOCATION", "URL", "CLASS", "TRANSP"),
}


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau", email="nia@example.org", time_zone="Europe/Berlin")


@pytest.fixture
def ines():
    return UserFactory(display_name='Ines "I" Duarte, SRE; böse', email="ines@example.org")


@pytest.fixture
def postmortem(nia):
    postmortem = PostmortemFactory(by=nia)
    Postmortem.objects.update(title="Search, empty; für alle \\ everybody " + "längst " * 20)
    postmortem.refresh_from_db()
    return postmortem


@pytest.fixture
def debrief(postmortem, nia, ines):
    return plan_debrief(
        postmortem,
        by=nia,
        starts_at=SOON,
        minutes=45,
        place="https://meet.example.org/a,b;c",
        facilitator=ines,
        invited=[nia],
        questions="What did you see?\nHow did it look?",
    )


def unfolded(content):
    """The content lines, after checking the way they are cut: CRLF, and 75 octets at most."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")[:-1]
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def check(part):
    """Check an object against the standard without the library. Returns its event's lines."""
    lines = unfolded(part.content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    top = lines[1 : lines.index(next(line for line in lines[1:] if line.startswith("BEGIN:")))]
    assert "VERSION:2.0" in top
    assert f"METHOD:{part.method}" in top
    assert sum(line.startswith("PRODID:") for line in top) == 1
    assert [line for line in lines if line == "BEGIN:VEVENT"] == ["BEGIN:VEVENT"]
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    names = [line.partition(":")[0].partition(";")[0] for line in event]
    assert REQUIRED[part.method] <= set(names)
    assert not FORBIDDEN[part.method] & set(names)
    assert {name for name in names if names.count(name) > 1} <= {"ATTENDEE"}
    for line in event:
        if line.startswith(("DTSTAMP", "CREATED", "LAST-MODIFIED")):
            assert line.endswith("Z")
            assert "TZID" not in line
    zones = {line.partition("TZID=")[2].partition(":")[0] for line in event if "TZID=" in line}
    assert zones == {line[5:] for line in lines if line.startswith("TZID:")}
    return event


def event_of(part):
    calendar = Calendar.from_ical(part.content)
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    assert calendar.errors == []
    return calendar, event


def test_an_invitation_is_a_request_that_says_who_when_and_where(debrief, nia, ines):
    part = invitation_for(debrief, ines)

    lines = check(part)
    calendar, event = event_of(part)
    assert (part.method, str(calendar["method"])) == ("REQUEST", "REQUEST")
    assert event["uid"] == str(debrief.uid)
    assert event["sequence"] == 0
    assert event.start == SOON
    assert event.end == SOON + timedelta(minutes=45)
    assert event["summary"] == f"Debrief: {debrief.postmortem.title}"
    assert event["location"] == "https://meet.example.org/a,b;c"
    page = f"http://localhost:8000{debrief.get_absolute_url()}"
    assert event["url"] == page
    assert event["description"] == f"What did you see?\n\nHow did it look?\n\n{page}"
    assert event["status"] == "CONFIRMED"
    assert "DTSTART;TZID=Europe/Berlin:20300329T150000" in lines


def test_answers_go_to_whoever_planned_it(debrief, nia, ines):
    _calendar, event = event_of(invitation_for(debrief, ines))

    organizer = event["organizer"]
    assert organizer == "mailto:nia@example.org"
    assert organizer.params["CN"] == "Nia Kamau"
    assert organizer.params["SENT-BY"].startswith("mailto:")
    guests = {str(guest): guest.params for guest in event["attendee"]}
    assert set(guests) == {"mailto:nia@example.org", "mailto:ines@example.org"}
    for params in guests.values():
        assert params["RSVP"] == "TRUE"
        assert params["PARTSTAT"] == "NEEDS-ACTION"
        assert params["CUTYPE"] == "INDIVIDUAL"
    assert guests["mailto:ines@example.org"]["ROLE"] == "CHAIR"
    assert guests["mailto:nia@example.org"]["ROLE"] == "REQ-PARTICIPANT"


@pytest.mark.parametrize(
    "name",
    [
        *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"),
        *("Africa/Casablanca", "Pacific/Chatham", "America/Sao_Paulo"),
    ],
)
def test_the_zone_comes_along_with_its_changes_to_the_minute(name):
    zone = time_zone(ZoneInfo(name), around=SOON)

    changes = sorted(
        (one["DTSTART"].dt - one["TZOFFSETFROM"].td, one["TZOFFSETTO"].td)
        for one in zone.subcomponents
    )
    moment = SOON - timedelta(days=300)
    while moment < SOON + timedelta(days=300):
        naive = moment.replace(tzinfo=None)
        [*_earlier, (_began, offset)] = [one for one in changes if one[0] <= naive]
        assert moment.astimezone(ZoneInfo(name)).utcoffset() == offset
        moment += timedelta(minutes=30)


def test_the_clock_goes_forward_by_the_time_before_it():
    zone = time_zone(ZoneInfo("Europe/Berlin"), around=SOON)

    text = zone.to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20300331T020000\r\n" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20301027T030000\r\n" in text


def test_somebody_in_utc_needs_no_zone(postmortem, ines):
    tom = UserFactory()
    debrief = plan_debrief(postmortem, by=tom, starts_at=SOON, minutes=45, invited=[tom])

    lines = check(invitation_for(debrief, tom))

    assert "DTSTART:20300329T140000Z" in lines


def test_a_change_has_the_same_uid_and_a_higher_sequence(debrief, nia, ines):
    moved = change_debrief(
        debrief, by=nia, starts_at=SOON + timedelta(hours=1), minutes=45, invited=[nia]
    )

    part = invitation_for(moved, nia)
    check(part)
    _calendar, event = event_of(part)
    assert (event["uid"], event["sequence"]) == (str(debrief.uid), 1)
    assert event.start == SOON + timedelta(hours=1)
    assert debrief.changed_at.replace(microsecond=0) - timedelta(seconds=1) < event.DTSTAMP


def test_calling_it_off_cancels_the_event_for_all(debrief, nia, ines):
    part = invitation_for(cancel_debrief(debrief, by=nia), ines)

    check(part)
    _calendar, event = event_of(part)
    assert (part.method, event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert event["uid"] == str(debrief.uid)
    assert len(event["attendee"]) == 2


def test_whoever_alone_is_not_invited_any_more_is_told_of_themselves_only(debrief, nia, ines):
    changed = change_debrief(debrief, by=nia, starts_at=SOON, minutes=45, invited=[nia])

    part = invitation_for(changed, ines)
    check(part)
    _calendar, event = event_of(part)
    assert part.method == "CANCEL"
    assert "STATUS" not in event
    assert str(event["attendee"]) == "mailto:ines@example.org"


def test_the_file_for_a_calendar_names_no_guests(debrief, nia, client_of):
    part = published(debrief)
    check(part)
    response = client_of(UserFactory()).get(
        reverse("postmortems:calendar", args=[debrief.postmortem_id, debrief.pk])
    )

    assert response.content == part.content
    assert response["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="debrief.ics"'
    assert "ines@example.org" not in response.content.decode()


def test_the_file_of_a_restricted_one_is_not_there_for_others(debrief, nia, ines, client_of):
    restrict_incident(debrief.postmortem.incidents.get(), by=nia)
    address = reverse("postmortems:calendar", args=[debrief.postmortem_id, debrief.pk])

    assert client_of(ines).get(address).status_code == 404
    assert client_of(nia).get(address).status_code == 200


def mails(kind):
    """The messages of a kind as they go over the wire, by address."""
    for one in Nudge.objects.filter(kind=kind):
        say(one.pk)
    deliver("email")
    sent = {one.to[0]: one.message().as_bytes() for one in mail.outbox}
    return {to: email.message_from_bytes(text, policy=email.policy.default)
            for to, text in sent.items()}  # fmt: skip


def test_the_mail_has_a_part_to_answer_and_a_file(debrief, ines):
    message = mails("debrief")["ines@example.org"]

    assert message.get_content_type() == "multipart/mixed"
    bodies, attached = message.iter_parts()
    assert [part.get_content_type() for part in bodies.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    invitation = list(bodies.iter_parts())[-1]
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation["Content-Type"].params["charset"].lower() == "utf-8"
    assert attached.get_content_type() == "application/ics"
    assert attached.get_filename() == "invite.ics"
    content = attached.get_content()
    assert content == invitation_for(debrief, ines).content
    read = invitation.get_payload(decode=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert read.strip() == content.strip()


def test_the_mail_that_calls_it_off_is_a_cancellation(debrief, nia, ines):
    mails("debrief")
    mail.outbox.clear()
    cancel_debrief(debrief, by=nia)

    message = mails("debrief_off")["ines@example.org"]

    invitation = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in invitation] == ["CANCEL"]


def test_an_invitation_that_was_not_sent_before_it_was_called_off_is_never_sent(debrief, nia, ines):
    for one in Nudge.objects.filter(kind="debrief"):
        say(one.pk)
    cancel_debrief(debrief, by=nia)

    deliver("email")

    assert mail.outbox == []


def test_other_mails_bring_nothing_along(postmortem, nia):
    message = PostmortemFactory(by=nia, is_published=True)

    [sent] = [text for to, text in mails("published").items() if to == nia.email]

    assert message.is_published
    assert [part.get_content_type() for part in sent.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
