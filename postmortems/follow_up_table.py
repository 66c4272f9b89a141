"""Follow-ups as CSV, made while they are sent.

It says what a reader may see, and who makes each change: nothing about who was in the
incident that it follows from.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from incidents.exports.rows import moment
from incidents.exports.tables import BYTE_ORDER_MARK, as_text
from postmortems.models import FollowUp
from postmortems.naming import Naming

COLUMNS = (
    "what",
    "kind",
    "state",
    "owner",
    "due_on",
    "planned_at",
    "done_at",
    "helped",
    "let_go_because",
    "handed_to",
    "link",
    "incidents",
    "services",
    "came_from",
    "write_up",
    "story",
    "page",
)


def csv_parts(chunks: Iterable[Sequence[FollowUp]]) -> Iterator[bytes]:
    """The header, then the rows."""
    yield (BYTE_ORDER_MARK + _lines([COLUMNS])).encode()
    for chunk in chunks:
        yield _lines(_cells(one) for one in chunk).encode()


def _cells(follow_up: FollowUp) -> list[str]:
    """The cells of one of `queries.follow_ups.in_chunks`."""
    return [as_text(str(value or "")) for value in _row(follow_up)]


def _row(follow_up: Any) -> Iterator[object]:
    """What `COLUMNS` names, in that order, of a FollowUp with what was annotated to it."""
    naming = follow_up.postmortem.naming if follow_up.postmortem else Naming([], is_on=False)
    yield from (naming.text(follow_up.what), follow_up.kind, follow_up.state)
    yield follow_up.keeper.get_full_name() if follow_up.keeper else ""
    yield follow_up.due_on
    yield from (moment(follow_up.created_at), moment(follow_up.done_at))
    yield follow_up.last_answer
    yield naming.text(follow_up.let_go_because)
    yield from (follow_up.handed_to, follow_up.link)
    yield " ".join(f"INC-{number}" for number in follow_up.incident_numbers)
    yield ", ".join(follow_up.service_names)
    yield follow_up.came_from
    yield naming.text(follow_up.postmortem.title) if follow_up.postmortem else ""
    yield follow_up.story_title
    yield f"{settings.SITE_URL}{follow_up.get_absolute_url()}"


def _lines(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()
