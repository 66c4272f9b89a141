"""What there is to do in an incident, and who does it.

Each verb locks the incident first and reads the task after it: of two people who
press at the same moment, the second sees what the first did.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.locking import lock_open
from incidents.domain.room import TWICE_WITHIN, join_incident
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, Task
from incidents.steps import find_step, suggestion_of
from people.errors import DomainError
from people.models import User


@transaction.atomic
def add_task(
    incident: Incident,
    *,
    by: User,
    text: str,
    assignee: User | None = None,
    at: datetime | None = None,
) -> Task:
    """Write down one thing to do; a form sent twice within a minute is one task.

    The timeline is about what happened, so it hears of a task when it is done.
    """
    incident = lock_open(incident)
    _check_is_here(incident, assignee, field="assignee")
    at = at or timezone.now()
    if said := _said_just_now(incident, text, assignee, by=by, at=at):
        return said
    task = incident.tasks.create(text=text, assignee=assignee, added_by=by, added_at=at)
    tell_room(incident)
    return task


def _said_just_now(
    incident: Incident, text: str, assignee: User | None, *, by: User, at: datetime
) -> Task | None:
    same = incident.tasks.filter(text=text, assignee=assignee, added_by=by, done_at=None)
    return same.filter(added_at__gt=at - TWICE_WITHIN, added_at__lte=at).first()


@transaction.atomic
def take_task(task: Task, *, by: User, at: datetime | None = None) -> Task:
    """Do a task that nobody has yet. Whoever takes one has come to help."""
    incident, task = _lock(task)
    _check_is_not_done(task)
    if task.assignee == by:
        return task
    if task.assignee is not None:
        said = _("%(name)s took this a moment ago. Is there another you would like?")
        raise DomainError(said % {"name": task.assignee.get_full_name()})
    join_incident(incident, by=by, at=at)
    task.assignee = by
    task.save(update_fields=["assignee"])
    tell_room(incident)
    return task


@transaction.atomic
def hand_on_task(task: Task, *, by: User, to: User | None) -> Task:
    """Give a task to somebody else who is here, or back to nobody."""
    incident, task = _lock(task)
    _check_is_not_done(task)
    if task.assignee == to:
        return task
    _check_is_here(incident, to, field="to")
    task.assignee = to
    task.save(update_fields=["assignee"])
    tell_room(incident)
    return task


@transaction.atomic
def finish_task(task: Task, *, by: User, at: datetime | None = None) -> Task:
    """Tick a task. Two people who tick it at once have both got what they wanted."""
    incident, task = _lock(task)
    if task.is_done:
        return task
    task.done_at, task.done_by = at or timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    incident.record(Kind.TASK, _("Done: %(task)s") % {"task": task.text}, by=by, at=task.done_at)
    tell_room(incident)
    return task


@transaction.atomic
def untick_task(task: Task, *, by: User, at: datetime | None = None) -> Task:
    """Say that it is not done after all; the timeline, which had it as done, says so too."""
    incident, task = _lock(task)
    if not task.is_done:
        return task
    task.done_at, task.done_by = None, None
    task.save(update_fields=["done_at", "done_by"])
    text = _("Not done after all: %(task)s") % {"task": task.text}
    incident.record(Kind.TASK, text, by=by, at=at)
    tell_room(incident)
    return task


@transaction.atomic
def take_step(
    incident: Incident, *, by: User, path: str, key: str, at: datetime | None = None
) -> Task:
    """Make a step that the undo path suggests a task of whoever takes it, once."""
    incident = lock_open(incident)
    step = find_step(path, key)
    if step is None or path != incident.undo_path:
        raise DomainError(_("The undo path was changed, and it suggests other steps now."))
    suggestion = suggestion_of(path, step)
    if taken := incident.tasks.filter(suggestion=suggestion).first():
        return take_task(taken, by=by, at=at)
    join_incident(incident, by=by, at=at)
    task = incident.tasks.create(
        text=str(step.title),
        suggestion=suggestion,
        assignee=by,
        added_by=by,
        added_at=at or timezone.now(),
    )
    tell_room(incident)
    return task


def _lock(task: Task) -> tuple[Incident, Task]:
    incident = lock_open(task.incident)
    return incident, Task.objects.select_related("assignee").get(pk=task.pk)


def _check_is_not_done(task: Task) -> None:
    if task.is_done:
        raise DomainError(_("This is done already, so nobody needs to take it."))


def _check_is_here(incident: Incident, person: User | None, *, field: str) -> None:
    if person is None:
        return
    present = incident.participations.filter(user=person).exists()
    if not present or not person.is_active or not person.may_write:
        said = _("%(name)s is not here. Whoever is here can have it.")
        raise DomainError({field: said % {"name": person.get_full_name()}})
