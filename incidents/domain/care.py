"""Reach out: what people do for each other, in private. `asking.py` finds whom to ask."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.asking import finish
from incidents.domain.locking import lock
from incidents.domain.telling import tell_in_private
from incidents.models import Incident, Note, ReachOut
from incidents.openings import has_gap
from incidents.tasks import ask_someone
from live import prompt
from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User


def begin_reach_out(incident: Incident, *, person: User) -> None:
    """Note, with a new incident, that somebody is to be asked; the worker finds whom."""
    reach_out = ReachOut.objects.create(
        incident=incident, person=person, begun_at=incident.declared_at
    )
    prompt(lambda: ask_someone.delay(reach_out.pk))


@transaction.atomic
def write_note(reach_out: ReachOut, *, by: User, text: str) -> Note:
    """Send what a person wrote to the person they were asked to think of.

    The incident is locked before the reach-out, in the order of whoever merges it.
    An opening is a beginning: one that has not been filled in is not sent.
    """
    lock(reach_out.incident)
    reach_out = ReachOut.objects.select_for_update().get(pk=reach_out.pk)
    if not reach_out.welcomes(by):
        raise DomainError(_("This one is looked after now. Thank you for wanting to."))
    if has_gap(text):
        raise DomainError(
            {
                "text": _(
                    "There is still a gap that only you can fill. A line of your own is worth "
                    "more than any of ours, and it can be short."
                )
            }
        )
    note = Note.objects.create(
        incident=reach_out.incident, author=by, recipient=reach_out.person, text=text
    )
    end("reach_out", about=reach_out, because="a note was sent")
    finish(reach_out, at=note.sent_at)
    nudge("kind_note", about=note, to=[note.recipient])
    tell_in_private(note.recipient)
    return note


@transaction.atomic
def say_i_am_fine(incident: Incident, *, by: User) -> None:
    """End every question about how somebody is in an incident, or after it; they answered it."""
    incident = lock(incident)
    end("check_in", about=incident, to=by, because="answered")
    for reach_out in incident.reach_outs.select_for_update().filter(person=by):
        reach_out.wanted_at = None
        reach_out.save(update_fields=["wanted_at"])
        if reach_out.ended_at is None:
            end("reach_out", about=reach_out, because="they are fine")
            finish(reach_out, at=timezone.now())
    tell_in_private(by)


@transaction.atomic
def ask_for_a_word(incident: Incident, *, by: User) -> ReachOut:
    """Ask, in private, for somebody to get in touch: while it is live, after it, and again.

    Whoever says that their change was part of it asks for just this, and it is kept as
    just this: no row tells the two apart, since none may say who caused something.
    """
    incident = lock(incident)
    if not incident.asks_people or not incident.participations.filter(user=by).exists():
        raise DomainError(_("This can be asked by those who were in a real incident."))
    end("check_in", about=incident, to=by, because="answered")
    reach_out, _new = ReachOut.objects.select_for_update().get_or_create(
        incident=incident, person=by
    )
    reach_out.wanted_at = timezone.now()
    if reach_out.ended_at:
        reach_out.round += 1
        reach_out.asked, reach_out.ended_at = None, None
        reach_out.begun_at = reach_out.pass_on_at = reach_out.wanted_at
    reach_out.save()
    prompt(lambda: ask_someone.delay(reach_out.pk))
    tell_in_private(by)
    return reach_out
