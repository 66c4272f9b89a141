"""Change the words of a write-up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from live import publish
from people.errors import DomainError
from people.models import User
from postmortems.models import (
    SECTIONS,
    Postmortem,
)


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


@transaction.atomic
def save_postmortem(
    postmortem: Postmortem, *, by: User, revision: int, title: str, **sections: str
) -> Postmortem:
    """Keep the words somebody wrote, and count them among the authors.

    `revision` is the one they began from. When somebody else has saved since,
    nothing is written: what was typed stays in the form, to be brought together.
    The same words sent twice are saved once, so that a double click is no conflict.
    """
    if unknown := set(sections) - set(SECTIONS):
        raise TypeError(f"no such sections: {', '.join(sorted(unknown))}")
    postmortem = lock_editable(postmortem)
    words = {"title": title} | sections
    if postmortem.revision != revision:
        if all(getattr(postmortem, name) == text for name, text in words.items()):
            return postmortem
        raise DomainError(
            _(
                "Somebody else saved this write-up while you were writing. Your words are still "
                "here; where both of you changed something, theirs stand below. Have a look and "
                "save once more."
            ),
            code="revision",
        )
    for name, text in words.items():
        setattr(postmortem, name, text)
    postmortem.revision += 1
    postmortem.saved_at = timezone.now()
    postmortem.save()
    postmortem.authors.add(by)
    tell_readers(postmortem)
    return postmortem
