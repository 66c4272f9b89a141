"""Keep the words of a write-up from the plain form."""

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from postmortems.coediting.document import Document
from postmortems.domain.coediting import change_words
from postmortems.domain.locking import lock_editable
from postmortems.models import SECTIONS, Postmortem


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

    def change(document: Document) -> None:
        for name, text in words.items():
            document.write(name, text)

    return change_words(postmortem, change, by=by)
