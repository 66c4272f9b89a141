"""What every verb about talks begins with: the rows it changes, locked in one order."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.models import TalkSession, TalkSlot
from people.errors import DomainError


def lock_session(session_id: int) -> TalkSession:
    return TalkSession.objects.select_for_update().get(pk=session_id)


def lock_ahead(session_id: int, *, at: datetime) -> TalkSession:
    """Lock a session in which something can still be changed."""
    session = lock_session(session_id)
    if session.is_cancelled:
        raise DomainError(_("This session is called off."))
    if session.starts_at <= at:
        raise DomainError(_("This session has begun already."))
    return session


def lock_slot(slot: TalkSlot) -> TalkSlot:
    """Lock a slot after its session, as all do, so that two verbs never wait for each other."""
    session = lock_session(slot.session_id)
    slot = TalkSlot.objects.select_for_update(of=["self"]).select_related("speaker").get(pk=slot.pk)
    slot.session = session
    return slot


def raise_sequence(session: TalkSession, *, at: datetime | None = None) -> None:
    """Keep a session; calendars take what has the highest sequence for the truth."""
    session.sequence += 1
    session.changed_at = at or timezone.now()
    session.save()
