"""Debriefs as calendars know them: iCalendar (RFC 5545), sent the iTIP way (RFC 5546)."""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from nudges.attachments import CalendarPart
from people.models import User
from postmortems.models import Debrief
from postmortems.queries.naming import name_in_lines
from postmortems.zones import time_zone


def invitation_for(debrief: Debrief, person: User) -> CalendarPart:
    """What somebody's calendar is told: come, or take it out again.

    A cancellation of the whole debrief says so of the event. Whoever alone is not
    invited any more is told of themselves only, and the event goes on without them.
    """
    invited = list(debrief.invited.order_by("pk"))
    if debrief.is_cancelled:
        event = _event(debrief, invited)
        event.add("status", "CANCELLED")
        return _part("CANCEL", debrief, event)
    if person not in invited:
        return _part("CANCEL", debrief, _event(debrief, [person]))
    event = _event(debrief, invited)
    event.add("status", "CONFIRMED")
    return _part("REQUEST", debrief, event)


def published(debrief: Debrief) -> CalendarPart:
    """A copy to put into a calendar by hand: it names no guests and wants no answer."""
    event = _event(debrief, [])
    event.add("status", "CANCELLED" if debrief.is_cancelled else "CONFIRMED")
    return _part("PUBLISH", debrief, event)


def _part(method: str, debrief: Debrief, event: Event) -> CalendarPart:
    calendar = Calendar()
    calendar.add("prodid", "-//Goldseam//Debriefs//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if debrief.zone.key != "UTC":
        calendar.add_component(time_zone(debrief.zone, around=debrief.starts_at))
    calendar.add_component(event)
    return CalendarPart(method, calendar.to_ical())


def _event(debrief: Debrief, invited: list[User]) -> Event:
    event = Event()
    name_in_lines([debrief])
    title = debrief.postmortem.naming.text(debrief.postmortem.title)
    page = urljoin(settings.SITE_URL, debrief.get_absolute_url())
    event.add("uid", str(debrief.uid))
    event.add("sequence", debrief.sequence)
    event.add("dtstamp", debrief.changed_at.astimezone(UTC))
    event.add("created", debrief.planned_at.astimezone(UTC))
    event.add("last-modified", debrief.changed_at.astimezone(UTC))
    event.add("dtstart", _local(debrief, debrief.starts_at))
    event.add("dtend", _local(debrief, debrief.ends_at))
    event.add("summary", _("Debrief: %(title)s") % {"title": title})
    event.add("description", "\n\n".join([*debrief.listed_questions(), page]))
    event.add("url", page)
    if debrief.place:
        event.add("location", debrief.place)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("organizer", _organizer(debrief), encode=False)
    for person in invited:
        event.add("attendee", _attendee(debrief, person), encode=False)
    return event


def _local(debrief: Debrief, moment: datetime) -> datetime:
    """On the clock of whoever planned it; seconds mean nothing on a calendar."""
    local = moment.astimezone(UTC if debrief.zone.key == "UTC" else debrief.zone)
    return local.replace(second=0, microsecond=0)


def _organizer(debrief: Debrief) -> vCalAddress:
    """Whoever planned it gets the answers; Goldseam says that it is only the postman."""
    postman = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    person = debrief.planned_by
    address = vCalAddress(f"mailto:{person.email if person else postman}")
    address.params["CN"] = _name(person) if person else vText("Goldseam")
    if person:
        address.params["SENT-BY"] = vCalAddress(f"mailto:{postman}")
    return address


def _attendee(debrief: Debrief, person: User) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = _name(person)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    is_chair = person.pk == debrief.facilitator_id
    address.params["ROLE"] = vText("CHAIR" if is_chair else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address


def _name(person: User) -> vText:
    """A name as a parameter: straight quotes have no place there, and not all can read RFC 6868."""
    return vText(person.get_full_name().replace('"', "'"))
