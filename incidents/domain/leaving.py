"""Let somebody out of what they have taken on, because they leave the organisation.

Their words and what they did stay. What a restricted incident has of theirs goes only to people
who see it; whoever hands on need not, so there it is given up in the name of whoever leaves.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.domain.arriving import arrive
from incidents.domain.asking import finish, pass_on
from incidents.domain.buddies import look_for_another_buddy, part_from_buddy
from incidents.domain.helping import finish_help, give_back_help_request, withdraw_help_request
from incidents.domain.repairing import describe_repair
from incidents.domain.room import hand_over_role, take_role
from incidents.domain.tasks import hand_on_task
from incidents.models import (
    Buddy,
    HelpRequest,
    Incident,
    Participation,
    ReachOut,
    Repair,
    ResponseRole,
    Service,
    Task,
)
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User


@transaction.atomic
def hand_on_incidents(user: User, *, by: User, to: User | None) -> None:
    """Hand on roles, tasks and repairs in open incidents, and let others come to help."""
    for role in held_roles(user).order_by("incident_id"):
        _hand_on_role(role, by=by, to=to)
    for task in held_tasks(user).order_by("incident_id", "pk"):
        _hand_on_task(task, user, by=by, to=to)
    for repair in held_repairs(user).order_by("incident_id", "pk"):
        _hand_on_repair(repair, user, by=by, to=to)
    for request in HelpRequest.objects.filter(asked_by=user, ended_at=None):
        (finish_help if request.taken_by_id else withdraw_help_request)(request, by=user)
    for request in held_help(user):
        give_back_help_request(request, by=user)


@transaction.atomic
def hand_on_services(user: User, *, by: User, to: User | None) -> None:
    """Let nobody be asked for help with a service by a name that is gone."""
    for service in Service.objects.filter(experts=user).order_by("pk"):
        if to:
            service.experts.add(to)
        service.experts.remove(user)


@transaction.atomic
def pass_on_care(user: User) -> None:
    """Let somebody else be asked for a kind word, or to sit with somebody. Nobody is told why.

    It comes after their account is out of use, so that they are not asked again.
    """
    now = timezone.now()
    asked = ReachOut.objects.open().filter(asked=user)
    for number in list(asked.values_list("pk", flat=True)):
        ReachOut.objects.filter(pk=number).update(pass_on_at=now)
        pass_on(number)
    for reach_out in ReachOut.objects.open().filter(person=user).select_for_update():
        end("reach_out", about=reach_out, because="they have left")
        finish(reach_out, at=now)
    for buddy in Buddy.objects.filter(Q(person=user) | Q(buddy=user), ended_at=None):
        (part_from_buddy if buddy.person_id == user.pk else look_for_another_buddy)(buddy, by=user)


def held_roles(user: User) -> QuerySet[Participation]:
    there = Participation.objects.filter(user=user, incident__in=Incident.objects.open())
    return there.exclude(role=ResponseRole.RESPONDER).select_related("incident", "user")


def held_tasks(user: User) -> QuerySet[Task]:
    open_incidents = Incident.objects.open()
    tasks = Task.objects.filter(assignee=user, done_at=None, incident__in=open_incidents)
    return tasks.select_related("incident")


def held_repairs(user: User) -> QuerySet[Repair]:
    repairs = Repair.objects.going_on().filter(Q(run_by=user) | Q(pairs=user))
    return repairs.select_related("incident", "run_by", "pairs", "checked_by")


def held_help(user: User) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(taken_by=user, ended_at=None).select_related("incident")


def _hand_on_role(here: Participation, *, by: User, to: User | None) -> None:
    incident, user = here.incident, here.user
    heir = _heir(incident, user, to)
    handed = heir is not None and _tried(
        hand_over_role,
        incident,
        by=_who_says(incident, user, by),
        role=here.role,
        to=heir,
        instead_of=user,
    )
    if not handed:
        take_role(incident, by=user, role=ResponseRole.RESPONDER)


def _hand_on_task(task: Task, user: User, *, by: User, to: User | None) -> None:
    says = _who_says(task.incident, user, by)
    if heir := _heir(task.incident, user, to):
        arrive(task.incident, heir, by=says)
    hand_on_task(task, by=says, to=heir)


def _hand_on_repair(repair: Repair, user: User, *, by: User, to: User | None) -> None:
    """Put somebody else down for it, or nobody where they have another part in it already."""
    says, heir = _who_says(repair.incident, user, by), _heir(repair.incident, user, to)

    def put_down(somebody: User | None) -> Repair:
        return describe_repair(
            repair,
            by=says,
            what_was_written=repair.what_was_written,
            how_to_find=repair.how_to_find,
            how_to_repair=repair.how_to_repair,
            total=repair.total,
            run_by=somebody if repair.run_by == user else repair.run_by,
            pairs=somebody if repair.pairs == user else repair.pairs,
        )

    if heir is None or not _tried(put_down, heir):
        put_down(None)


def _heir(incident: Incident, user: User, wished: User | None) -> User | None:
    """Whoever was chosen, as far as they see it; of a restricted one else somebody who is there."""
    if wished and Incident.objects.visible_to(wished).filter(pk=incident.pk).exists():
        return wished
    if not incident.is_restricted:
        return None
    there = incident.participations.exclude(user=user).order_by("joined_at", "pk")
    people = User.objects.who_may_write().filter(pk__in=there.values("user"))
    first = there.filter(user__in=people.order_by()).select_related("user").first()
    return first.user if first else None


def _who_says(incident: Incident, user: User, by: User) -> User:
    return user if incident.is_restricted else by


def _tried(verb: Callable[..., Any], *things: Any, **words: Any) -> bool:
    """Whether a verb did it, or a rule said no."""
    try:
        verb(*things, **words)
    except DomainError:
        return False
    return True
