"""What a room shows to one reader alone: notes to them, what they asked for, who sits with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from incidents.models import Buddy, HelpRequest, Incident, Mode, Note, Participation, ReachOut
from incidents.models.care import KEPT_FOR
from people.models import User


@dataclass(frozen=True)
class KindNote:
    """That somebody wrote to the reader; the note itself has a page of its own."""

    pk: int
    author: str
    sent_at: datetime


@dataclass(frozen=True)
class Seat:
    """Somebody beside somebody: the reader is one of the two, and `other` the other."""

    pk: int
    is_for_reader: bool
    is_anybody_asked: bool
    other: User | None


@dataclass(frozen=True)
class Care:
    """What is between the reader and somebody else. `is_open` is the time in which they may ask."""

    notes: list[KindNote]
    seat: Seat | None
    is_open: bool
    offers_buddy: bool
    wanted_at: datetime | None
    is_asking: bool

    @property
    def is_wanted(self) -> bool:
        """They asked for a word, and somebody is asked to write."""
        return self.wanted_at is not None and self.is_asking

    @property
    def is_unanswered(self) -> bool:
        """They asked for a word, and none of those who were asked could write."""
        since = self.wanted_at
        if since is None or self.is_asking:
            return False
        return not any(note.sent_at >= since for note in self.notes)


def care_of(reader: User) -> dict[str, Any]:
    """What `read_care` needs of an incident, to annotate it with."""
    here = {"incident": OuterRef("pk")}
    notes = Note.objects.first_words().filter(recipient=reader, **here).order_by("-sent_at")
    asked = ReachOut.objects.filter(person=reader, **here)
    seats = Buddy.objects.filter(Q(person=reader) | Q(buddy=reader), ended_at=None, **here)
    asked_anybody = Buddy.asked.through.objects.filter(buddy=OuterRef("pk"))
    filed_before = Incident.objects.filter(declared_by=reader, pk__lt=OuterRef("pk"))
    return {
        "has_filed_before": Exists(filed_before.exclude(mode=Mode.PRACTICE)),
        "notes_json": ArraySubquery(
            notes.values(
                json=JSONObject(
                    pk="pk", author="author__display_name", email="author__email", sent_at="sent_at"
                )
            )
        ),
        "asked_json": ArraySubquery(
            asked.values(json=JSONObject(wanted_at="wanted_at", ended_at="ended_at"))
        ),
        "seats_json": ArraySubquery(
            seats.annotate(is_anybody_asked=Exists(asked_anybody)).values(
                json=JSONObject(
                    pk="pk",
                    is_anybody_asked="is_anybody_asked",
                    **{
                        f"{who}_{name}": f"{who}__{name}"
                        for who in ("person", "buddy")
                        for name in ("id", "display_name", "email", "title")
                    },
                )
            )
        ),
    }


def read_care(
    incident: Any,
    *,
    reader: User,
    here: Participation | None,
    help_requests: Iterable[HelpRequest],
) -> Care:
    """Read it from an incident that is annotated with `care_of` the reader."""
    asked: dict[str, Any] = next(iter(incident.asked_json), {})
    wanted_at = asked.get("wanted_at")
    seats = [_seat(row, reader) for row in incident.seats_json]
    has_company = any(one.is_for_company and one.asked_by == reader for one in help_requests)
    may_ask = bool(here) and incident.asks_people and reader.may_write
    return Care(
        notes=[_note(row) for row in incident.notes_json],
        seat=next(iter(seats), None),
        is_open=may_ask and not _is_long_over(incident),
        offers_buddy=may_ask
        and incident.is_open
        and incident.declared_by_id == reader.pk
        and not (incident.has_filed_before or seats or has_company),
        wanted_at=datetime.fromisoformat(wanted_at) if wanted_at else None,
        is_asking=bool(asked) and asked["ended_at"] is None,
    )


def _is_long_over(incident: Incident) -> bool:
    over = incident.resolved_at
    return over is not None and timezone.now() - over > KEPT_FOR


def _note(row: dict[str, Any]) -> KindNote:
    author = User(display_name=row["author"], email=row["email"]).get_full_name()
    return KindNote(row["pk"], author, datetime.fromisoformat(row["sent_at"]))


def _seat(row: dict[str, Any], reader: User) -> Seat:
    is_for_reader = row["person_id"] == reader.pk
    who = "buddy" if is_for_reader else "person"
    names = ("display_name", "email", "title")
    other = User(**{name: row[f"{who}_{name}"] for name in names}) if row[f"{who}_id"] else None
    return Seat(row["pk"], is_for_reader, row["is_anybody_asked"], other)
