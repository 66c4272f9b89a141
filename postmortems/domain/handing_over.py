"""Say who makes a change to the system: whoever takes it, somebody else, or somewhere else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from postmortems.domain import reminding
from postmortems.domain.following_up import check_owner, lock_open, record
from postmortems.domain.locking import tell_readers_of
from postmortems.models import FollowUp, FollowUpState, StepKind


@transaction.atomic
def take_follow_up(follow_up: FollowUp, *, by: User, at: datetime | None = None) -> FollowUp:
    """Make one yours that nobody has. Of two who take it at once the second hears who has it."""
    if by.is_service:
        raise DomainError(_("A script is nobody, so it cannot have this. It can hand it over."))
    follow_up = lock_open(follow_up)
    if follow_up.owner == by:
        return follow_up
    if follow_up.keeper:
        said = _("%(name)s has this already. They can hand it over to you.")
        raise DomainError(said % {"name": follow_up.keeper.get_full_name()})
    follow_up.owner = by
    follow_up.save(update_fields=["owner"])
    step = record(follow_up, StepKind.TAKEN, by=by, at=at)
    reminding.remind_of_day(follow_up, step)
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def hand_over_follow_up(
    follow_up: FollowUp, *, by: User, to: User, note: str = "", at: datetime | None = None
) -> FollowUp:
    """Hand it to somebody here, who is told; it stays open. Sent twice it is handed over once."""
    follow_up = lock_open(follow_up)
    if follow_up.owner == to:
        return follow_up
    check_owner(to, follow_up.postmortem, field="to")
    follow_up.owner = to
    follow_up.save(update_fields=["owner"])
    step = record(follow_up, StepKind.HANDED_OVER, by=by, to=to, at=at, note=note)
    reminding.tell_owner(follow_up, step)
    reminding.remind_of_day(follow_up, step)
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def pass_on_follow_up(
    follow_up: FollowUp, *, by: User, where: str, link: str = "", at: datetime | None = None
) -> FollowUp:
    """Say that somewhere else has it now: another tracker, a vendor. Nobody here is reminded."""
    follow_up = lock_open(follow_up)
    follow_up.state, follow_up.handed_to = FollowUpState.HANDED_OVER, where
    follow_up.link = link or follow_up.link
    follow_up.save(update_fields=["state", "handed_to", "link"])
    record(follow_up, StepKind.PASSED_ON, by=by, at=at, note=where)
    reminding.end_reminders(follow_up, because="handed over")
    tell_readers_of(follow_up)
    return follow_up
