"""Where somebody is signed in, and the end of it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from live.publishing import publish
from live.streams import ASK_AGAIN
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Session, User

SESSIONS_ENDED = action("people.sessions_ended", gettext_lazy("Signed out elsewhere"))


@transaction.atomic
def end_session(person: User, *, by: User, handle: str) -> int:
    """Sign somebody out in one browser."""
    _may(person, by)
    keys = [one.session_key for one in Session.objects.of(person) if one.handle == handle]
    return _end(person, by, keys)


@transaction.atomic
def end_other_sessions(person: User, *, by: User, this: str | None) -> int:
    """Sign somebody out everywhere but in `this`, the key of the session they are in."""
    _may(person, by)
    keys = Session.objects.of(person).exclude(session_key=this or "")
    return _end(person, by, list(keys.values_list("session_key", flat=True)))


@transaction.atomic
def end_all_sessions(person: User, *, by: User | None) -> int:
    """Sign somebody out everywhere, whoever does it, such as an admin or a directory."""
    keys = Session.objects.of(person).values_list("session_key", flat=True)
    return _end(person, by, list(keys))


def _may(person: User, by: User) -> None:
    if by != person:
        raise DomainError(_("Only the person themselves can do that."))


def _end(person: User, by: User | None, keys: list[str]) -> int:
    """Forget the sessions; streams and editors that they hold open are asked again who is there."""
    gone, _rows = Session.objects.filter(session_key__in=keys).delete()
    if gone:
        note(SESSIONS_ENDED, by=by, about=person, sessions=gone)
        publish(f"user:{person.pk}", ASK_AGAIN)
    return gone
