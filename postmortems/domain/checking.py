"""Say whether a change to the system helped."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from postmortems.domain import reminding
from postmortems.domain.following_up import lock, record
from postmortems.domain.locking import tell_readers_of
from postmortems.models import Check, FollowUp, FollowUpAnswer, Helped, StepKind

STEPS = {
    Helped.HELPED: StepKind.HELPED,
    Helped.NOT_YET: StepKind.NOT_YET,
    Helped.DID_NOT_HELP: StepKind.DID_NOT_HELP,
}


@transaction.atomic
def say_whether_it_helped(
    follow_up: FollowUp, *, by: User, answer: str, note: str = "", at: datetime | None = None
) -> FollowUpAnswer:
    """Answer the question it is time for. The first answer counts; sent twice it is one.

    The row is locked: of two who answer at once, the second hears what was said.
    """
    follow_up, at = lock(follow_up), at or timezone.now()
    check = _check_now(follow_up, at)
    said = {"answer": answer, "note": note, "by": by}
    given, is_new = follow_up.answers.get_or_create(check_after=check, defaults={**said, "at": at})
    if not is_new:
        if all(getattr(given, name) == value for name, value in said.items()):
            return given
        sentence = _("Somebody answered this a moment ago: %(answer)s.")
        raise DomainError(sentence % {"answer": given.get_answer_display().lower()})
    step = record(follow_up, STEPS[Helped(answer)], by=by, at=at, note=note)
    if check == Check.FIRST:
        reminding.ask_whether_it_helped(follow_up, step)
    else:
        reminding.end_reminders(follow_up, because="answered")
    tell_readers_of(follow_up)
    return given


def _check_now(follow_up: FollowUp, at: datetime) -> Check:
    if not follow_up.is_done:
        raise DomainError(_("This follow-up is not done, so there is nothing to say about it yet."))
    check = follow_up.check_at(at)
    if check is None:
        raise DomainError(_("It is early to say. You can answer 30 days after it was done."))
    return check
