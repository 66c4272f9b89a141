"""Find an incident by what people type or paste."""

import re

from incidents.domain.locking import standing_number
from incidents.models import Incident
from people.models import User

# INC-97, 97, #97, or an address that has INC-97 in it.
_REFERENCE = re.compile(r"(?:\S*/)?INC-([0-9]{1,18})(?:[/?#]\S*)?|#?([0-9]{1,18})", re.IGNORECASE)


def read_reference(text: str) -> int | None:
    """The number that a reference names, or None when it is no reference."""
    found = _REFERENCE.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None


def standing(user: User, number: int) -> Incident | None:
    """The incident of a number, or the one it was merged into, if a user may see it."""
    seen = Incident.objects.visible_to(user)
    incident = seen.filter(pk=number).first()
    if incident is not None and not incident.is_merged:
        return incident
    return seen.filter(pk=standing_number(number)).first()
