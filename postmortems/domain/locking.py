"""Lock a write-up, and tell who is reading it."""

from django.utils.translation import gettext as _

from live import publish
from people.errors import DomainError
from postmortems.models import Postmortem


def lock_editable(postmortem: Postmortem) -> Postmortem:
    """Lock a write-up whose words can still be changed."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if not postmortem.is_editable:
        raise DomainError(_("This write-up is approved, so its words stay as they are."))
    return postmortem


def tell_readers(postmortem: Postmortem) -> None:
    """Let every open screen of the write-up fetch it again.

    Where some of its incidents are restricted, only those who see them all are told.
    """
    restricted = postmortem.incidents.standing().filter(is_restricted=True)
    audiences = [set(one.audience().values_list("pk", flat=True)) for one in restricted]
    if not audiences:
        publish(f"postmortem:{postmortem.pk}", "postmortem")
        return
    for person in set.intersection(*audiences):
        publish(f"user:{person}", "postmortem")
