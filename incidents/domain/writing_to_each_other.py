"""What comes after a note: the two write to each other, and nobody else reads it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.care import say_i_am_fine
from incidents.domain.locking import lock
from incidents.models import Note
from nudges.domain.outbox import end, nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import User

TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def read_note(note: Note, *, by: User) -> Note:
    """Note that its reader has opened it, and what came after it with it."""
    unread = Note.objects.exchanged(note).filter(recipient=by, read_at=None)
    if unread.update(read_at=timezone.now()):
        note.refresh_from_db(fields=["read_at"])
        for kind in ("kind_note", "kind_reply"):
            end(kind, about=note, to=by, because="read")
    return note


@transaction.atomic
def answer_note(note: Note, *, by: User, text: str) -> Note:
    """Write back, either of the two. The other is told once, however many lines wait to be read.

    The first note is locked, and the incident before it, in the order of whoever merges:
    the same words twice within a minute are one answer, also when both arrive together.
    """
    first = _lock(note)
    if by not in (first.author, first.recipient):
        raise DomainError(_("This is between the two who write to each other."))
    last = Note.objects.exchanged(first).latest("sent_at", "pk")
    at = timezone.now()
    if (last.author_id, last.text) == (by.pk, text) and at - last.sent_at < TWICE_WITHIN:
        return last
    answer = Note.objects.create(
        incident=first.incident,
        answers=first,
        author=by,
        recipient=first.other(by),
        text=text,
        sent_at=at,
    )
    waiting = Nudge.objects.open().about("kind_reply", first)
    if not waiting.filter(recipient=answer.recipient).exists():
        nudge("kind_reply", about=first, to=[answer.recipient], again=str(answer.pk))
    return answer


@transaction.atomic
def answer_that_i_am_fine(note: Note, *, by: User) -> Note:
    """Answer with the words on the button, and let nobody be asked any more."""
    if by != note.recipient or note.answers_id:
        raise DomainError(_("Whoever was written to can say this."))
    say_i_am_fine(note.incident, by=by)
    return answer_note(note, by=by, text=_("I’m fine, thank you"))


def _lock(note: Note) -> Note:
    lock(note.incident)
    people = Note.objects.select_related("incident", "author", "recipient")
    first = people.select_for_update(of=["self"]).filter(pk=note.answers_id or note.pk).first()
    if first is None:
        raise DomainError(_("It was a while ago, and has been deleted by now."))
    return first
