"""Composed reads of nudges."""

from nudges.models import Nudge
from nudges.wording import Wording, wording
from people.models import User

MOST_LISTED = 20


def waiting_for(user: User) -> list[tuple[Nudge, Wording]]:
    """What stands in a person's list, newest first, in words."""
    nudges = (
        Nudge.objects.visible_to(user)
        .listed()
        .select_related("recipient")
        .prefetch_related("about")
        .order_by("-created_at")[:MOST_LISTED]
    )
    return [(nudge, wording(nudge)) for nudge in nudges if nudge.about is not None]
