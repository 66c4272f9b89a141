"""Plan changes to the system, and say what became of them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from postmortems.domain.locking import tell_readers
from postmortems.models import (
    FollowUp,
    FollowUpState,
    Postmortem,
)


@transaction.atomic
def add_follow_up(
    postmortem: Postmortem,
    *,
    by: User,
    what: str,
    kind: str,
    owner: User | None = None,
    due_on: date | None = None,
    link: str = "",
) -> FollowUp:
    """Plan a change to the system, after publishing too. Sent twice it is planned once."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if owner is not None and not owner.is_active:
        raise DomainError(
            {"owner": _("%(name)s has left. Choose somebody else.") % {"name": owner}}
        )
    planned = {"what": what, "kind": kind, "owner": owner, "due_on": due_on, "link": link}
    follow_up = postmortem.follow_ups.filter(state=FollowUpState.OPEN, **planned).first()
    if follow_up is None:
        follow_up = postmortem.follow_ups.create(**planned)
    tell_readers(postmortem)
    return follow_up


@transaction.atomic
def complete_follow_up(follow_up: FollowUp, *, by: User, at: datetime | None = None) -> FollowUp:
    """Say that the change is made."""
    follow_up = _lock_open(follow_up)
    follow_up.state, follow_up.done_at = FollowUpState.DONE, at or timezone.now()
    follow_up.save(update_fields=["state", "done_at"])
    tell_readers(follow_up.postmortem)
    return follow_up


@transaction.atomic
def let_go_of_follow_up(follow_up: FollowUp, *, by: User, reason: str) -> FollowUp:
    """Decide, with a reason that stays, that the change will not be made."""
    follow_up = _lock_open(follow_up)
    follow_up.state, follow_up.let_go_because = FollowUpState.LET_GO, reason
    follow_up.save(update_fields=["state", "let_go_because"])
    tell_readers(follow_up.postmortem)
    return follow_up


def _lock_open(follow_up: FollowUp) -> FollowUp:
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not follow_up.is_open:
        raise DomainError(_("This follow-up is not open any more."))
    return follow_up
