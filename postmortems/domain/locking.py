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

    Where one of its incidents is restricted, only those who see that are told.
    """
    restricted = next((one for one in postmortem.incidents.all() if one.is_restricted), None)
    if restricted is None:
        publish(f"postmortem:{postmortem.pk}", "postmortem")
        return
    for person in restricted.audience().values_list("pk", flat=True):
        publish(f"user:{person}", "postmortem")
