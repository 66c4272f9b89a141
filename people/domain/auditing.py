"""The audit log: who changed which setting, account or access. It is only ever added to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from people.models import AuditEntry, User

# What the page of the log calls each action, by its name; each room declares its own.
ACTIONS: dict[str, "Action"] = {}


@dataclass(frozen=True)
class Action:
    """Something that the log tells of: `name` is kept, `wording` is shown."""

    name: str
    wording: Any


def action(name: str, wording: Any) -> Action:
    """Declare what a room notes, as `room.verb`, with its words for the page of the log."""
    assert name not in ACTIONS, name
    ACTIONS[name] = Action(name, wording)
    return ACTIONS[name]


def note(
    what: Action, *, by: User | None, about: models.Model | None = None, **details: Any
) -> AuditEntry:
    """Add an entry, in the transaction of what it tells.

    `by` is nobody where a directory, an address of the environment or the clock did it; the
    details then say what. `details` are plain values that JSON has. No secret belongs into
    them, nothing of what is private or restricted, and no name or address of a person: an
    entry cannot be changed when somebody asks to be erased.
    """
    return AuditEntry.objects.create(
        by=by,
        action=what.name,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        details=details,
    )


@transaction.atomic
def forget_entries_before(moment: datetime, *, most: int | None = None) -> int:
    """Delete what is older than the organisation keeps; the only way in which entries go.

    `most` is how many at once, the oldest first.
    """
    assert moment < timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL goldseam.forgets_audit_entries = 'yes'")
        cursor.execute(
            "DELETE FROM people_auditentry WHERE id IN"
            " (SELECT id FROM people_auditentry WHERE at < %s ORDER BY at LIMIT %s)",
            [moment, most],
        )
        gone: int = cursor.rowcount
        cursor.execute("SET LOCAL goldseam.forgets_audit_entries = ''")
    return gone
