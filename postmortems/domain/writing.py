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
    Status,
)


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


def move(postmortem: Postmortem, *, to: Status) -> None:
    """Put a locked write-up where it stands now, and tell whoever has it open."""
    postmortem.status = to
    postmortem.save(update_fields=["status", "published_at"])
    tell_readers(postmortem)


@transaction.atomic
def save_postmortem(
    postmortem: Postmortem, *, by: User, revision: int, title: str, **sections: str
) -> Postmortem:
    """Keep the words somebody wrote, and count them among the authors.

    The same words sent twice are saved once, so that a double click is no conflict.
    """
    postmortem = lock_editable(postmortem)
    if put_words(postmortem, revision=revision, words={"title": title} | sections):
        postmortem.authors.add(by)
        tell_readers(postmortem)
    return postmortem


def put_words(postmortem: Postmortem, *, revision: int, words: dict[str, str]) -> bool:
    """Put the words into a locked write-up, unless it has all of them from somebody's save.

    `revision` is the one they began from. When somebody else has saved since,
    nothing is written: what was typed stays in the form, to be brought together.
    """
    if unknown := set(words) - {"title", *SECTIONS}:
        raise TypeError(f"no such sections: {', '.join(sorted(unknown))}")
    if postmortem.revision != revision:
        if has_words(postmortem, words):
            return False
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
    return True


def has_words(postmortem: Postmortem, words: dict[str, str]) -> bool:
    return all(getattr(postmortem, name) == text for name, text in words.items())
