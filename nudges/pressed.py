"""What somebody pressed last in this browser, so that they can take it back for a while."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from nudges.models import Nudge

KEY = "pressed"
FOR_A_WHILE = timedelta(minutes=10)
# A page that comes so soon after is the answer to the press itself.
JUST_NOW = timedelta(seconds=5)


def note_pressed(request: HttpRequest, this: Nudge) -> None:
    request.session[KEY] = [this.pk, timezone.now().timestamp()]


def last_pressed(request: HttpRequest, within: timedelta = FOR_A_WHILE) -> int | None:
    """The number of the nudge that was pressed last, unless it was long ago."""
    number, at = request.session.get(KEY, (None, 0))
    return number if timezone.now().timestamp() - at < within.total_seconds() else None


def was_just_pressed(request: HttpRequest) -> bool:
    return last_pressed(request, JUST_NOW) is not None
