"""Change the words of a write-up while others are changing them too.

Every change goes through `change_words`, whether it comes from an open editor, from
the plain form, from a suggestion that was accepted or from an earlier version. The
write-up's row is locked: changes follow each other, the document and the columns
always say the same, and what was acknowledged is in Postgres.
"""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from live import publish
from people.errors import DomainError
from people.models import User
from postmortems.coediting.document import Document
from postmortems.coediting.updates import check_update
from postmortems.domain.anchoring import carry_anchors
from postmortems.domain.locking import lock, lock_editable, tell_readers
from postmortems.models import (
    LONGEST_SECTION,
    LONGEST_TITLE,
    SECTIONS,
    Postmortem,
    SharedText,
    TextUpdate,
)

# So many updates are read one by one, then they become one state.
MOST_UPDATES = 200

Change = Callable[[Document], None]


def read_text(postmortem: Postmortem) -> tuple[Document, int]:
    """The shared text as it is kept, and the number of the last update in it."""
    shared = SharedText.objects.get(pk=postmortem.pk)
    updates = postmortem.text_updates.filter(pk__gt=shared.folded).order_by("pk")
    rows = list(updates.values_list("pk", "update"))
    last = rows[-1][0] if rows else shared.folded
    return Document(bytes(shared.state), (bytes(update) for _pk, update in rows)), last


def updates_after(postmortem: Postmortem, number: int) -> tuple[list[bytes], int]:
    """What was kept after the update `number`, and the number of the last of it.

    Where that has been folded into the state by now, all of it is given: who has a
    part of it already takes in the rest.
    """
    shared = SharedText.objects.filter(pk=postmortem.pk).first()
    if shared is None:
        return [], number
    whole = [bytes(shared.state)] if number < shared.folded else []
    rows = list(
        postmortem.text_updates.filter(pk__gt=max(number, shared.folded))
        .order_by("pk")
        .values_list("pk", "update")
    )
    last = rows[-1][0] if rows else max(number, shared.folded)
    return whole + [bytes(update) for _pk, update in rows], last


def last_number(postmortem: Postmortem) -> int:
    """The number of the last update that was kept, 0 when there is none yet."""
    last = postmortem.text_updates.order_by("pk").last()
    return last.pk if last else 0


def share_text(postmortem: Postmortem) -> SharedText:
    """The shared text of a write-up, begun from its columns when there is none yet."""
    return SharedText.objects.filter(pk=postmortem.pk).first() or _begin(postmortem)


@transaction.atomic
def _begin(postmortem: Postmortem) -> SharedText:
    postmortem = lock(postmortem)
    words = {name: getattr(postmortem, name) for name in ("title", *SECTIONS)}
    shared, _is_new = SharedText.objects.get_or_create(
        postmortem=postmortem, defaults={"state": Document.of(words).update_since()}
    )
    return shared


@transaction.atomic
def take_in(postmortem: Postmortem, *, by: User, updates: Iterable[bytes]) -> Postmortem:
    """Keep what an open editor sent. The same update sent again changes nothing."""

    def change(document: Document) -> None:
        for update in updates:
            check_update(update)
            document.apply(update)

    postmortem = change_words(lock_editable(postmortem), change, by=by)
    postmortem.authors.add(by)
    return postmortem


def change_words(postmortem: Postmortem, change: Change, *, by: User) -> Postmortem:
    """Change the shared text of a locked write-up, its columns, and what hangs on the words."""
    share_text(postmortem)
    document, _last = read_text(postmortem)
    before = document.state_vector()
    with document.watched() as edits:
        change(document)
        document.drop_nul()
    update = document.update_since(before)
    if not edits and document.state_vector() == before:
        return postmortem
    _set_columns(postmortem, document)
    carry_anchors(postmortem, edits)
    TextUpdate.objects.create(postmortem=postmortem, update=update, made_by=by)
    _fold(postmortem)
    tell_readers(postmortem)
    publish(f"text:{postmortem.pk}", "text")
    return postmortem


def _set_columns(postmortem: Postmortem, document: Document) -> None:
    for name, text in document.words().items():
        if name == "title":
            # Whoever is writing a new title has it empty for a moment.
            text = " ".join(text.split())[:LONGEST_TITLE] or postmortem.title
        elif len(text) > LONGEST_SECTION:
            raise DomainError(
                _("“%(section)s” would be longer than %(most)s characters, so that is not kept.")
                % {"section": SECTIONS[name], "most": LONGEST_SECTION},
                code="too_long",
            )
        setattr(postmortem, name, text)
    postmortem.revision += 1
    postmortem.saved_at = timezone.now()
    postmortem.save(update_fields=["title", *SECTIONS, "revision", "saved_at"])


def _fold(postmortem: Postmortem) -> None:
    """Make one state of many updates, so that an editor opens as quickly after a year."""
    shared = SharedText.objects.get(pk=postmortem.pk)
    if postmortem.text_updates.filter(pk__gt=shared.folded).count() < MOST_UPDATES:
        return
    document, last = read_text(postmortem)
    shared.state, shared.folded = document.update_since(), last
    shared.save(update_fields=["state", "folded"])
