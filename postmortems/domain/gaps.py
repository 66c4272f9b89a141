"""Say that something is missing from the docs, so that somebody can put it there."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incidents.models import Service
from people.models import User
from postmortems import events
from postmortems.domain.following_up import add_follow_up, record
from postmortems.models import FollowUp, FollowUpKind, FollowUpState, Origin, Postmortem, StepKind
from webhooks.domain.announcing import announce


@transaction.atomic
def miss_in_write_up(
    postmortem: Postmortem, *, by: User, what: str, at: datetime | None = None
) -> FollowUp:
    """Say what a write-up shows to be missing from the docs. It is nobody's until it is taken."""
    return add_follow_up(postmortem, by=by, what=what, kind=FollowUpKind.DOCUMENTATION, at=at)


@transaction.atomic
def miss_at_service(
    service: Service, *, by: User, what: str, at: datetime | None = None
) -> FollowUp:
    """Say what is missing from the docs of a service. Sent twice it is said once."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    said = service.follow_ups.filter(
        came_from=Origin.SERVICE, what=what, state=FollowUpState.OPEN
    ).first()
    return said or plan_gap(by=by, what=what, came_from=Origin.SERVICE, services=[service], at=at)


def plan_gap(
    *,
    by: User,
    what: str,
    came_from: Origin,
    services: Iterable[Service],
    at: datetime | None = None,
) -> FollowUp:
    """Write down what is missing, for whoever takes it. `by` is who says so, and nobody else."""
    at = at or timezone.now()
    gap = FollowUp.objects.create(
        what=what, kind=FollowUpKind.DOCUMENTATION, came_from=came_from, created_at=at
    )
    gap.services.set(services)
    record(gap, StepKind.PLANNED, by=by, at=at)
    announce(events.FOLLOW_UP_CREATED, gap)
    return gap
