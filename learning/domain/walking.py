"""Mark what one has read on a reading path, for oneself."""

from datetime import datetime
from typing import Any

from django.db import transaction

from learning.domain.reading import mark_read
from learning.domain.welcoming import end_welcome_when_read
from learning.models import Outage, PathMark, Story
from people.models import User
from postmortems.models import Postmortem


@transaction.atomic
def mark_walked(
    thing: Story | Postmortem | Outage, *, by: User, is_on: bool, at: datetime | None = None
) -> None:
    """Mark something as read, or as not read after all. A story is marked as on its own page."""
    if isinstance(thing, Story):
        mark_read(thing, by=by, is_on=is_on, at=at)
        return
    marked: dict[str, Any] = {
        "outage" if isinstance(thing, Outage) else "write_up": thing,
        "reader": by,
    }
    if is_on:
        PathMark.objects.get_or_create(**marked)
        end_welcome_when_read(by)
    else:
        PathMark.objects.filter(**marked).delete()
