"""Talks as calendars read them, and the private address at which they do.

They are read back with `icalendar`, and line by line by the check of invitations.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from learning.domain.talks.calendar import calendar_with, end_calendar, make_calendar
from learning.domain.talks.series import set_up_talks
from learning.domain.talks.sessions import cancel_session, keep_recording, move_session
from learning.domain.talks.slots import describe_talk, take_slot
from learning.models import TalkCalendar, TalkSession
from learning.queries.talks import for_calendar
from learning.talk_feed import feed, session_file
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks
from tests.postmortems.test_invitations import unfolded

pytestmark = pytest.mark.django_db

# A Monday. The clock goes back in London on the 27th of October 2030.
MONDAY = datetime(2030, 10, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Duarte", email="ines@example.org")


@pytest.fixture
def session(ines):
    set_up_weekly_talks(at=MONDAY, place="https://meet.example.org/a,b;c")
    return TalkSession.objects.soonest_first().first()


def content(reader):
    return feed(for_calendar(reader, at=MONDAY), reader)


def events(reader):
    calendar = Calendar.from_ical(content(reader))
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    assert [event.errors for event in found] == [[] for _event in found]
    return {str(event["uid"]): event for event in found}


def event_of(session, reader):
    return events(reader)[str(session.uid)]


@pytest.fixture
def subscribed(ines):
    """The address of somebody's calendar, and a program that has no session."""
    return reverse("learning:talk_feed", args=[make_calendar(by=ines)]), Client()


def test_the_lines_are_as_the_standard_wants_them(session, ines):
    lines = unfolded(content(ines))

    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    top = lines[1 : lines.index("BEGIN:VTIMEZONE")]
    assert {"VERSION:2.0", "METHOD:PUBLISH", "NAME:Stuff I broke in prod"} <= set(top)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in top
    assert [line for line in lines if line.startswith("TZID:")] == ["TZID:Europe/London"]
    assert lines.count("BEGIN:VEVENT") == TalkSession.objects.count()
    needed = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "SEQUENCE", "STATUS"}
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    names = [line.partition(":")[0].partition(";")[0] for line in event]
    assert needed <= set(names)
    assert len(names) == len(set(names))


def test_it_is_at_three_on_the_wall_on_both_sides_of_the_change(session, ines):
    lines = unfolded(content(ines))

    starts = [line for line in lines if line.startswith("DTSTART;TZID")]
    assert starts == [
        f"DTSTART;TZID=Europe/London:2030{day}T150000"
        for day in ("1010", "1017", "1024", "1031", "1107", "1114")
    ]
    assert "BEGIN:STANDARD\r\nDTSTART:20301027T020000\r\n" in content(ines).decode()
    hours = [event.start.astimezone(UTC).hour for event in events(ines).values()]
    assert hours == [14, 14, 14, 15, 15, 15]


def test_what_is_told_is_in_it_and_nobody_is_named_but_the_reader_to_themselves(session, ines):
    take_slot(session, by=ines, title="The comma", at=MONDAY)
    tom = UserFactory()

    theirs, own = event_of(session, tom), event_of(session, ines)

    assert theirs["summary"] == "Stuff I broke in prod"
    page = f"http://localhost:8000{session.get_absolute_url()}"
    assert theirs["description"] == f"The comma\n\nThere is room for more.\n\n{page}"
    assert theirs["location"] == "https://meet.example.org/a,b;c"
    assert (theirs["transp"], own["transp"]) == ("TRANSPARENT", "OPAQUE")
    assert own["summary"] == "Stuff I broke in prod: you have five minutes"
    assert b"Ines" not in content(tom) + content(ines)
    assert b"ines@" not in content(tom) + content(ines)


def test_every_change_has_the_same_uid_and_a_higher_sequence(session, ines):
    seen = [event_of(session, ines)]

    slot = take_slot(session, by=ines, at=MONDAY)
    seen.append(event_of(session, ines))
    describe_talk(slot, by=ines, title="The comma", at=MONDAY)
    seen.append(event_of(session, ines))
    set_up_talks(
        by=ines, is_on=True, title="What broke", weekday=1, at=MONDAY,
        starts=session.starts_at.time(), time_zone="Europe/Berlin", minutes=45, slots=4,
    )  # fmt: skip
    seen.append(event_of(session, ines))
    later = session.starts_at + timedelta(days=1)
    move_session(session, by=ines, starts_at=later, at=MONDAY)
    seen.append(event_of(session, ines))
    cancel_session(session, by=ines, at=MONDAY)
    seen.append(event_of(session, ines))

    assert [event["sequence"] for event in seen] == [0, 1, 2, 3, 4, 5]
    assert seen[4].start == later
    assert {event["status"] for event in seen[:5]} == {"CONFIRMED"}
    assert seen[5]["status"] == "CANCELLED"
    assert seen[5]["transp"] == "TRANSPARENT"


def test_it_is_the_same_to_the_byte_until_something_changes(session, ines):
    before = content(ines)

    with time_machine.travel(MONDAY + timedelta(days=1)):
        assert content(ines) == before
    keep_recording(session, by=ines, recording="https://example.org/v")
    assert content(ines) != before


def test_a_single_session_is_a_file(session, ines, client_of):
    address = reverse("learning:talk_session_calendar", args=[session.pk])

    response = client_of(ines).get(address)

    assert response.content == session_file(session, ines)
    assert response["Content-Disposition"] == 'attachment; filename="talks.ics"'
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["uid"] == str(session.uid)
    assert Client().get(address).status_code == 302


def test_a_program_reads_it_without_signing_in(session, subscribed):
    address, program = subscribed

    response = program.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, max-age=300"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "Set-Cookie" not in response
    assert program.head(address).status_code == 200
    assert program.post(address).status_code == 405


def test_what_has_not_changed_is_not_sent_again(session, subscribed, ines):
    address, program = subscribed
    etag = program.get(address)["ETag"]

    again = program.get(address, headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    take_slot(session, by=ines)
    assert program.get(address, headers={"if-none-match": etag}).status_code == 200


def test_only_the_digest_is_kept_and_the_day_of_reading(subscribed, ines):
    address, program = subscribed
    token = address.rpartition("/")[2].removesuffix(".ics")

    program.get(address)

    kept = TalkCalendar.objects.get()
    assert token not in str(list(TalkCalendar.objects.values()))
    assert len(token) >= 43
    assert kept.last_read_on is not None


def test_it_is_replaced_and_ended(subscribed, ines):
    address, program = subscribed

    newer = reverse("learning:talk_feed", args=[make_calendar(by=ines)])
    assert [program.get(one).status_code for one in (address, newer)] == [404, 200]
    end_calendar(by=ines)
    end_calendar(by=ines)
    assert program.get(newer).status_code == 404
    assert TalkCalendar.objects.count() == 0


def test_whoever_has_left_reads_nothing(subscribed, ines):
    address, program = subscribed
    ines.is_active = False
    ines.save()

    response = program.get(address)

    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert calendar_with("unknown") is None


def test_the_address_is_shown_once(client_of, ines):
    client = client_of(ines)

    made = client.post(reverse("learning:make_talk_calendar"))

    address = made.context["address"]
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert address in made.content.decode()
    assert f"webcal:{address.partition(':')[2]}" in made.content.decode()
    page = client.get(reverse("learning:talks")).content.decode()
    assert address.rpartition("/")[2] not in page
    assert "Replace it" in page
    assert Client().get(address).status_code == 200
    client.post(reverse("learning:end_talk_calendar"))
    assert Client().get(address).status_code == 404


def test_reading_takes_as_many_queries_for_ten_slots_as_for_one(session, subscribed, queries_of):
    address, program = subscribed
    program.get(address)
    few = queries_of(program, address)
    for _each in range(4):
        take_slot(session, by=TechLeadFactory())

    assert queries_of(program, address) == few <= 5
