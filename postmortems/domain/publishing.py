"""Put a write-up into the library, and look after it there."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User
from postmortems import events
from postmortems.domain.locking import lock, lock_published, tell_readers
from postmortems.domain.recording import record
from postmortems.domain.sharing import end_links
from postmortems.domain.telling import invite_to_tell, tell, tell_teams
from postmortems.domain.versions import keep_version
from postmortems.domain.writing import has_words, move, put_words
from postmortems.models import Correction, KeptAt, Postmortem, Status, Verdict
from webhooks.domain.announcing import announce


@transaction.atomic
def publish_postmortem(
    postmortem: Postmortem, *, by: User, at: datetime | None = None
) -> Postmortem:
    """Put an approved write-up into the library."""
    postmortem = lock(postmortem)
    if postmortem.is_published:
        raise DomainError(_("This write-up is published already."))
    if postmortem.is_practice:
        raise DomainError(_("This tells of practice, which stays with those who practised."))
    if postmortem.status != Status.APPROVED:
        raise DomainError(_("A write-up is published once a tech lead has approved it."))
    keep_version(postmortem, occasion=KeptAt.PUBLISHED)
    postmortem.published_at = at or timezone.now()
    move(postmortem, to=Status.PUBLISHED)
    record(postmortem, _("The write-up is published."), by=by, at=postmortem.published_at)
    for this_round in postmortem.rounds.filter(verdict=Verdict.APPROVED):
        end("approved", about=this_round, because="published")
    tell("published", postmortem, to=postmortem.authors.all())
    invite_to_tell(postmortem)
    tell_teams(postmortem)
    announce(events.PUBLISHED, postmortem)
    return postmortem


@transaction.atomic
def correct_postmortem(
    postmortem: Postmortem,
    *,
    by: User,
    revision: int,
    title: str,
    note: str = "",
    at: datetime | None = None,
    **sections: str,
) -> Postmortem:
    """Put the words of a published write-up right. Once it has settled, a note says why.

    Whoever corrects it is not its author, and its readers see that it was corrected.
    The same words sent twice are one correction.
    """
    postmortem = lock_published(postmortem)
    words = {"title": title} | sections
    if has_words(postmortem, words):
        return postmortem
    if postmortem.has_settled and not note.strip():
        raise DomainError(
            {"note": _("It has been in the library for a month. Say what changed, and why.")}
        )
    keep_version(postmortem, occasion=KeptAt.PUBLISHED)
    put_words(postmortem, by=by, revision=revision, words=words)
    keep_version(postmortem, occasion=KeptAt.CORRECTED)
    Correction.objects.create(
        postmortem=postmortem, corrected_by=by, corrected_at=at or timezone.now(), note=note.strip()
    )
    return postmortem


@transaction.atomic
def take_back_postmortem(
    postmortem: Postmortem, *, by: User, reason: str, at: datetime | None = None
) -> Postmortem:
    """Take a write-up out of the library, to be a draft again; links to it from outside end."""
    postmortem = lock_published(postmortem)
    postmortem.published_at = None
    move(postmortem, to=Status.DRAFT)
    end_links(postmortem, at=at)
    text = _("The write-up was taken back to a draft: %(reason)s") % {"reason": reason}
    record(postmortem, text, by=by, at=at)
    for kind in ("published", "anniversary", "story_invite"):
        end(kind, about=postmortem, because="taken back")
    announce(events.TAKEN_BACK, postmortem)
    return postmortem


@transaction.atomic
def show_people(
    postmortem: Postmortem, *, by: User, names_as_roles: bool, at: datetime | None = None
) -> Postmortem:
    """Show its people by role, or by name, wherever it is read. Saying it twice is once."""
    postmortem = lock(postmortem)
    if postmortem.names_as_roles == names_as_roles:
        return postmortem
    postmortem.names_as_roles = names_as_roles
    postmortem.save(update_fields=["names_as_roles"])
    text = (
        _("The write-up shows people by their roles.")
        if names_as_roles
        else _("The write-up shows people by their names.")
    )
    record(postmortem, text, by=by, at=at)
    tell_readers(postmortem)
    return postmortem
