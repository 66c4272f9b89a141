"""Put a picture into an incident."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from incidents.domain.locking import lock
from incidents.domain.room import add_note
from incidents.models import Incident, Picture, TimelineEntry
from people.models import User
from people.redrawing import Drawn, redraw


def add_picture(incident: Incident, *, by: User, file: "File[bytes]") -> Picture:
    """Keep a picture for an incident, drawn anew; the same one twice is one.

    It is drawn before the incident is locked: that can take a second, and nobody
    in the room should wait for it. The timeline gets no line of its own, since the
    picture is shown in what is written around it.
    """
    return _keep(incident, redraw(file), by=by)


@transaction.atomic
def _keep(incident: Incident, drawn: Drawn, *, by: User) -> Picture:
    incident = lock(incident)
    there = incident.pictures.filter(digest=drawn.digest).first()
    if there is not None:
        return there
    picture = Picture(incident=incident, uploaded_by=by)
    picture.keep(drawn)
    return picture


def add_note_with_picture(
    incident: Incident,
    *,
    by: User,
    text: str,
    file: "File[bytes] | None" = None,
    occurred_at: datetime | None = None,
    is_key_moment: bool = False,
) -> TimelineEntry:
    """Write a note with a picture under it, for browsers without JavaScript.

    When the note is refused the picture stays, and is there already when the
    form comes again.
    """
    if file is not None:
        text = f"{text}\n\n{add_picture(incident, by=by, file=file).markdown}".strip()
    return add_note(
        incident, by=by, text=text, occurred_at=occurred_at, is_key_moment=is_key_moment
    )
