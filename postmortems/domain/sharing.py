"""Links with which people outside read one published write-up."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.locking import lock_several
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from postmortems.domain.locking import lock
from postmortems.domain.recording import record
from postmortems.models import Postmortem, ShareLink

SHARED = action("write_up.shared", gettext_lazy("Made a link for people outside"))
ENDED = action("write_up.link_ended", gettext_lazy("Ended a link for people outside"))


@transaction.atomic
def share_postmortem(
    postmortem: Postmortem, *, by: User, days: int, label: str = "", at: datetime | None = None
) -> str:
    """Make a link that lasts so many days, and return its token this once.

    Only the digest is kept, so nobody can read the token later, and a copy of the
    database opens nothing. It is long and random, so a fast hash is enough.
    """
    postmortem = lock(postmortem)
    if not postmortem.is_published:
        raise DomainError(_("Only what is in the library can be shared outside."))
    # Whoever restricts one of them at this moment has done so, or will end this link too.
    lock_several(postmortem.incidents.order_by("pk"))
    if not Postmortem.objects.open_to_the_world().filter(pk=postmortem.pk).exists():
        raise DomainError(
            _("It is about an incident that not everybody here may see, so it stays inside.")
        )
    at = at or timezone.now()
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        postmortem=postmortem,
        token_digest=digest(token),
        label=label,
        shared_by=by,
        shared_at=at,
        expires_at=at + timedelta(days=days),
    )
    text = _("A link for people outside shows the write-up until %(day)s.")
    record(postmortem, text % {"day": f"{link.expires_at:%Y-%m-%d}"}, by=by, at=at)
    note(SHARED, by=by, about=postmortem, days=days)
    return token


@transaction.atomic
def end_link(link: ShareLink, *, by: User, at: datetime | None = None) -> ShareLink:
    """Let a link show nothing any more. Ending it twice is ending it once."""
    link = ShareLink.objects.select_for_update().get(pk=link.pk)
    if link.ended_at is not None:
        return link
    link.ended_at = at or timezone.now()
    link.save(update_fields=["ended_at"])
    text = _("A link for people outside was ended.")
    record(link.postmortem, text, by=by, at=link.ended_at)
    note(ENDED, by=by, about=link.postmortem)
    return link


def end_links(postmortem: Postmortem, *, at: datetime | None = None) -> None:
    """End every link to a write-up that leaves the library."""
    postmortem.share_links.filter(ended_at=None).update(ended_at=at or timezone.now())


def link_with(token: str) -> ShareLink | None:
    """The link of a token, while it shows something.

    It is looked up by its digest, so how long that takes says nothing of the token.
    """
    return ShareLink.objects.leads_somewhere().filter(token_digest=digest(token)).first()


def note_opened(link: ShareLink, *, at: datetime | None = None) -> None:
    """Count that somebody opened it, and keep the day; nothing of who it was."""
    day = timezone.localdate(at) if at else timezone.localdate()
    ShareLink.objects.filter(pk=link.pk).update(
        times_opened=F("times_opened") + 1, last_opened_on=day
    )


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
