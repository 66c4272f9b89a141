"""What a message can bring along."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from people.models import User


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object, and what a calendar is to do with it: REQUEST, CANCEL or PUBLISH."""

    method: str
    content: bytes


@runtime_checkable
class HasCalendar(Protocol):
    """What a nudge is about, where its mail brings a part that calendars read."""

    def calendar_for(self, person: User) -> CalendarPart: ...
