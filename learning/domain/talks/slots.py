"""Take five minutes of a session, say what they are about, and give them back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.domain.talks.locking import lock_ahead, lock_slot, raise_sequence
from learning.domain.talks.reminding import end_invitations, end_swaps_of, remind
from learning.models import Answer, TalkInvitation, TalkSession, TalkSlot
from learning.queries.talk_asking import any_experienced, is_experienced
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User


@transaction.atomic
def take_slot(
    session: TalkSession, *, by: User, title: str = "", at: datetime | None = None
) -> TalkSlot:
    """Take the first free slot of a session; whoever has one already keeps that.

    The session is locked, so that of two who want the last slot one has it. Until
    somebody experienced has signed up, one slot is kept for them: a session is never
    filled by new people only.
    """
    at = at or timezone.now()
    session = lock_ahead(session.pk, at=at)
    slots = list(session.slots.select_related("speaker").order_by("number"))
    if mine := next((slot for slot in slots if slot.speaker_id == by.pk), None):
        return mine
    free = [slot for slot in slots if slot.is_open]
    if not free:
        raise DomainError(_("Every slot of this session is taken. The next one has room."))
    if len(free) == 1 and _is_kept(slots, by, at):
        raise DomainError(
            _(
                "The last five minutes are kept for somebody who has been around for a while, so "
                "that nobody new has to stand there with new people only. There is room for you "
                "in another week, and here as soon as one of them has signed up."
            )
        )
    slot = free[0]
    slot.session, slot.speaker, slot.title, slot.taken_at = session, by, title, at
    slot.save()
    raise_sequence(session, at=at)
    _note_answer(session, by, Answer.TAKEN, at)
    if len(free) == 1:
        end_invitations(session, because="filled")
    remind(slot)
    return slot


@transaction.atomic
def describe_talk(
    slot: TalkSlot, *, by: User, title: str, slides: str = "", at: datetime | None = None
) -> TalkSlot:
    """Say what a talk is about, or where its slides are, before it and after."""
    slot = _lock_own(slot, by)
    if (slot.title, slot.slides) == (title, slides):
        return slot
    slot.title, slot.slides = title, slides
    slot.save(update_fields=["title", "slides"])
    raise_sequence(slot.session, at=at)
    return slot


@transaction.atomic
def give_back_slot(slot: TalkSlot, *, by: User, at: datetime | None = None) -> TalkSlot:
    """Let somebody else have the slot. Its speaker is not asked for this session again."""
    at = at or timezone.now()
    slot = _lock_own(slot, by)
    lock_ahead(slot.session_id, at=at)
    end("talk_tomorrow", about=slot, because="given back")
    end_swaps_of(slot, at=at)
    slot.speaker, slot.title, slot.slides, slot.taken_at = None, "", "", None
    slot.save()
    raise_sequence(slot.session, at=at)
    TalkInvitation.objects.update_or_create(
        session=slot.session,
        person=by,
        defaults={"answer": Answer.NOT_THIS_TIME, "answered_at": at},
        create_defaults={"answer": Answer.NOT_THIS_TIME, "answered_at": at, "asked_at": at},
    )
    return slot


def free_slots_of_those_who_left(*, at: datetime) -> None:
    """Give back the slots ahead of people whose accounts are not in use any more."""
    left = TalkSlot.objects.ahead(at).filter(speaker__is_active=False).select_related("speaker")
    for slot in left:
        assert slot.speaker is not None
        give_back_slot(slot, by=slot.speaker, at=at)


def _is_kept(slots: list[TalkSlot], by: User, at: datetime) -> bool:
    """Whether the one slot that is free is for somebody experienced, and `by` is not."""
    if is_experienced(by, at=at):
        return False
    return not any_experienced([slot.speaker for slot in slots if slot.speaker], at=at)


def _lock_own(slot: TalkSlot, by: User) -> TalkSlot:
    slot = lock_slot(slot)
    if slot.speaker_id != by.pk:
        raise DomainError(_("This slot is not yours any more."))
    return slot


def _note_answer(session: TalkSession, by: User, answer: Answer, at: datetime) -> None:
    for invitation in session.invitations.filter(person=by):
        invitation.answer, invitation.answered_at = answer, at
        invitation.save(update_fields=["answer", "answered_at"])
        end("talk_slot", about=invitation, because="answered")
