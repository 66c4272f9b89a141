"""The token with which a script says how far one repair is, and does nothing else."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.repairing import lock_going_on, lock_repair
from incidents.domain.telling import tell_room
from incidents.models import Kind, Repair
from people.domain.auditing import action, note
from people.models import User

PREFIX = "repair_"


MADE = action("repair.token_made", gettext_lazy("Made a token for a repairing script"))
REVOKED = action("repair.token_revoked", gettext_lazy("Took back a token of a repairing script"))


@transaction.atomic
def make_token(repair: Repair, *, by: User, at: datetime | None = None) -> str:
    """Make the token of a repair, in place of any before, and return it this once.

    Only its digest is kept, so nobody can read it later, and a copy of the
    database opens nothing. It is long and random, so a fast hash is enough.
    """
    repair = lock_going_on(repair, by=by)
    again = bool(repair.token_digest)
    token = PREFIX + secrets.token_urlsafe(32)
    repair.token_digest, repair.sequence = digest(token), 0
    repair.save(update_fields=["token_digest", "sequence"])
    text = (
        _("Data repair: a new token for the script. The one before no longer works.")
        if again
        else _("Data repair: a token for the script, to say how far it is.")
    )
    repair.incident.record(Kind.REPAIR, text, by=by, at=at)
    note(MADE, by=by, about=repair.incident)
    tell_room(repair.incident)
    return token


@transaction.atomic
def revoke_token(repair: Repair, *, by: User, at: datetime | None = None) -> Repair:
    """Let the token of a repair open nothing any more, also when the repair has ended."""
    repair = lock_repair(repair)
    if not repair.token_digest:
        return repair
    repair.token_digest = ""  # nosec B105
    repair.save(update_fields=["token_digest"])
    text = _("Data repair: the token for the script no longer works.")
    repair.incident.record(Kind.REPAIR, text, by=by, at=at)
    note(REVOKED, by=by, about=repair.incident)
    tell_room(repair.incident)
    return repair


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def repair_of(repair_id: int, token: str) -> Repair | None:
    """The repair, if the token is its own; a repair that is not there takes as long to say so."""
    repair = Repair.objects.select_related("incident", "ended_by").filter(pk=repair_id).first()
    kept = repair.token_digest if repair else ""
    return repair if constant_time_compare(kept, digest(token)) else None
