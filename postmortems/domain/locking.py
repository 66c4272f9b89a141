"""Lock a write-up, and tell who is reading it."""

from django.utils.translation import gettext as _

from live import publish
from people.errors import DomainError
from postmortems.models import FollowUp, Postmortem


def lock(postmortem: Postmortem) -> Postmortem:
    """Lock a write-up, before anything of it: everybody locks in that order."""
    return Postmortem.objects.select_for_update().get(pk=postmortem.pk)


def lock_editable(postmortem: Postmortem) -> Postmortem:
    """Lock a write-up whose words can still be changed."""
    postmortem = lock(postmortem)
    if not postmortem.is_editable:
        raise DomainError(_("This write-up is approved, so its words stay as they are."))
    return postmortem


def lock_published(postmortem: Postmortem) -> Postmortem:
    """Lock a write-up that must be in the library."""
    postmortem = lock(postmortem)
    if not postmortem.is_published:
        raise DomainError(_("This write-up is not in the library now."))
    return postmortem


def tell_readers_of(follow_up: FollowUp) -> None:
    """Let open screens of the write-up that a follow-up comes from fetch it again."""
    if follow_up.postmortem is not None:
        tell_readers(follow_up.postmortem)


def tell_readers(postmortem: Postmortem) -> None:
    """Let every open screen of the write-up fetch it again.

    Where some of its incidents are restricted, only those who see them all are told.
    """
    if not postmortem.incidents.restricted().exists():
        publish(f"postmortem:{postmortem.pk}", "postmortem")
        return
    for person in postmortem.audience().values_list("pk", flat=True):
        publish(f"user:{person}", "postmortem")
