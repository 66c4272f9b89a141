"""Sessions as calendars know them (RFC 5545): one as a file, or all of them to subscribe to.

What is read here passes through the servers of other companies, so nobody is named in it
but, to themselves, whoever reads.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from learning.models import TalkSession, TalkSlot
from people.models import User
from postmortems.zones import time_zone

# Programs that heed it ask so often; the others ask when they like.
ASKED_AGAIN_IN = timedelta(hours=1)


def session_file(session: TalkSession, reader: User) -> bytes:
    """One session, to put into a calendar by hand."""
    content: bytes = _calendar([session], reader).to_ical()
    return content


def feed(sessions: list[TalkSession], reader: User) -> bytes:
    """All of them, as a calendar program asks for them again and again.

    It is the same to the byte until a session is changed or begins, so that a program
    can ask whether there is something new.
    """
    calendar = _calendar(sessions, reader)
    name = sessions[0].title if sessions else _("Talks")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASKED_AGAIN_IN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    content: bytes = calendar.to_ical()
    return content


def _calendar(sessions: list[TalkSession], reader: User) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Goldseam//Talks//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for session in _first_in_each_zone(sessions):
        calendar.add_component(time_zone(session.zone, around=session.starts_at))
    for session in sessions:
        calendar.add_component(_event(session, reader))
    return calendar


def _first_in_each_zone(sessions: Iterable[TalkSession]) -> list[TalkSession]:
    first: dict[str, TalkSession] = {}
    for session in sessions:
        first.setdefault(session.zone.key, session)
    first.pop("UTC", None)
    return list(first.values())


def _event(session: TalkSession, reader: User) -> Event:
    event = Event()
    page = urljoin(settings.SITE_URL, session.get_absolute_url())
    slots = list(session.slots.all())
    own = next((slot for slot in slots if slot.speaker_id == reader.pk), None)
    event.add("uid", str(session.uid))
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at.astimezone(UTC))
    event.add("created", session.planned_at.astimezone(UTC))
    event.add("last-modified", session.changed_at.astimezone(UTC))
    event.add("dtstart", _local(session, session.starts_at))
    event.add("dtend", _local(session, session.ends_at))
    event.add("summary", _summary(session, own))
    event.add("description", "\n\n".join([*_programme(session, slots), page]))
    event.add("url", page)
    if session.place:
        event.add("location", session.place)
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    # Whoever only listens is free to be asked for something else.
    event.add("transp", "OPAQUE" if own and not session.is_cancelled else "TRANSPARENT")
    event.add("organizer", _organizer(), encode=False)
    return event


def _summary(session: TalkSession, own: TalkSlot | None) -> str:
    if own is None or session.is_cancelled:
        return session.title
    return _("%(title)s: you have five minutes") % {"title": session.title}


def _programme(session: TalkSession, slots: list[TalkSlot]) -> list[str]:
    titles = [slot.title for slot in slots if slot.title]
    has_room = session.is_ahead and any(slot.is_open for slot in slots)
    return [*titles, *([_("There is room for more.")] if has_room else [])]


def _local(session: TalkSession, moment: datetime) -> datetime:
    """On the clock of where it is; seconds mean nothing on a calendar."""
    local = moment.astimezone(UTC if session.zone.key == "UTC" else session.zone)
    return local.replace(second=0, microsecond=0)


def _organizer() -> vCalAddress:
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText("Goldseam")
    return address
