"""What a message can bring along, and what it goes with."""

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


@runtime_checkable
class HasThread(Protocol):
    """What a nudge is about, where all its mail stands together in a mail reader."""

    @property
    def mail_thread(self) -> str: ...
