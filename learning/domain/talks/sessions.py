"""Move one session, call it off, and keep where its recording is."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.domain.talks.locking import lock_ahead, lock_session, raise_sequence
from learning.domain.talks.reminding import (
    end_invitations,
    end_swaps_of,
    tell_speakers_of_change,
)
from learning.models import SessionState, TalkSession
from people.errors import DomainError
from people.models import User


@transaction.atomic
def move_session(
    session: TalkSession, *, by: User, starts_at: datetime, at: datetime | None = None
) -> TalkSession:
    """Move a session for this once. It stays there when the weekly time is changed."""
    at = at or timezone.now()
    session = lock_ahead(session.pk, at=at)
    if session.starts_at == starts_at:
        return session
    if starts_at <= at:
        raise DomainError({"starts_at": _("That has gone by. Choose a time that is ahead.")})
    session.ends_at = starts_at + timedelta(minutes=session.minutes)
    session.starts_at, session.time_zone, session.is_moved = starts_at, by.time_zone, True
    raise_sequence(session, at=at)
    tell_speakers_of_change(session, but=by)
    return session


@transaction.atomic
def cancel_session(session: TalkSession, *, by: User, at: datetime | None = None) -> TalkSession:
    """Call a session off. Its week stays free; the speakers hear of it, and calendars too."""
    at = at or timezone.now()
    session = lock_ahead(session.pk, at=at)
    session.state = SessionState.CANCELLED
    raise_sequence(session, at=at)
    end_invitations(session, because="called off")
    end_swaps_of(*session.slots.all(), at=at)
    tell_speakers_of_change(session, but=by)
    return session


@transaction.atomic
def keep_recording(session: TalkSession, *, by: User, recording: str) -> TalkSession:
    """Keep where a session can be watched, or take that away."""
    session = lock_session(session.pk)
    if session.is_cancelled:
        raise DomainError(_("This session is called off."))
    if session.recording != recording:
        session.recording = recording
        raise_sequence(session)
    return session
