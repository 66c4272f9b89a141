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


@dataclass(frozen=True)
class Item:
    """One thing in a message that tells of several."""

    heading: str
    title: str
    link: str
    text: str = ""


@runtime_checkable
class HasItems(Protocol):
    """What a nudge is about, where its mail lists things. With none there is nothing to send."""

    def items_for(self, person: User) -> list[Item]: ...


@runtime_checkable
class HasThread(Protocol):
    """What a nudge is about, where all its mail stands together in a mail reader."""

    @property
    def mail_thread(self) -> str: ...
