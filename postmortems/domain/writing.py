"""Keep the words of a write-up from the plain form."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from postmortems.coediting.document import Document
from postmortems.domain.coediting import change_words
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import SECTIONS, Postmortem, Status


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
    if put_words(postmortem, by=by, revision=revision, words={"title": title} | sections):
        postmortem.authors.add(by)
    return postmortem


def put_words(postmortem: Postmortem, *, by: User, revision: int, words: dict[str, str]) -> bool:
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

    def change(document: Document) -> None:
        for name, text in words.items():
            document.write(name, text)

    change_words(postmortem, change, by=by)
    return True


def has_words(postmortem: Postmortem, words: dict[str, str]) -> bool:
    return all(getattr(postmortem, name) == text for name, text in words.items())
