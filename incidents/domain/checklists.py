"""Lists of tasks, written in calm times for times that are not."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.domain.locking import lock_open
from incidents.domain.telling import tell_room
from incidents.models import Checklist, Incident, Kind, Service, Task
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

WRITTEN = action("checklist.written", gettext_lazy("Wrote a checklist"))
CHANGED = action("checklist.changed", gettext_lazy("Changed a checklist"))
DELETED = action("checklist.deleted", gettext_lazy("Deleted a checklist"))


def suggestions_of(checklist: int) -> str:
    """How what the tasks of a checklist remember of it begins."""
    return f"list:{checklist}:"


@transaction.atomic
def add_checklist(
    incident: Incident, *, by: User, checklist: Checklist, at: datetime | None = None
) -> list[Task]:
    """Add the items of a checklist as tasks that nobody has yet, once.

    Whether it still fits is not asked: somebody saw it and wants it. The row is
    locked, so that two people who add it together have one list between them.
    """
    incident = lock_open(incident)
    prefix = suggestions_of(checklist.pk)
    if added := list(incident.tasks.filter(suggestion__startswith=prefix)):
        return added
    at = at or timezone.now()
    tasks = Task.objects.bulk_create(
        Task(incident=incident, text=item, suggestion=f"{prefix}{n}", added_by=by, added_at=at)
        for n, item in enumerate(checklist.items, start=1)
    )
    many = ngettext("%(n)d task", "%(n)d tasks", len(tasks)) % {"n": len(tasks)}
    text = _("Checklist added: %(name)s, %(tasks)s.") % {"name": checklist.name, "tasks": many}
    incident.record(Kind.TASK, text, by=by, at=at)
    tell_room(incident)
    return tasks


@transaction.atomic
def write_checklist(
    *,
    by: User,
    name: str,
    items: list[str],
    severity: str = "",
    undo_path: str = "",
    service: Service | None = None,
) -> Checklist:
    """Keep a new checklist; what is left open fits every incident."""
    words = {"severity": severity, "undo_path": undo_path, "service": service, "items": items}
    checklist = _keep(Checklist(name=name, **words))
    note(WRITTEN, by=by, about=checklist)
    return checklist


@transaction.atomic
def change_checklist(
    checklist: Checklist,
    *,
    by: User,
    name: str,
    items: list[str],
    severity: str = "",
    undo_path: str = "",
    service: Service | None = None,
) -> Checklist:
    """Put a checklist into better words. Rooms that have it keep the tasks they have."""
    checklist = Checklist.objects.select_for_update().get(pk=checklist.pk)
    checklist.name, checklist.items, checklist.service = name, items, service
    checklist.severity, checklist.undo_path = severity, undo_path
    note(CHANGED, by=by, about=checklist)
    return _keep(checklist)


@transaction.atomic
def delete_checklist(checklist: Checklist, *, by: User) -> None:
    """Offer a checklist no more. Tasks that came from it stay; deleting twice is once."""
    if Checklist.objects.filter(pk=checklist.pk).delete()[0]:
        note(DELETED, by=by, name=checklist.name)


def _keep(checklist: Checklist) -> Checklist:
    try:
        with transaction.atomic():
            checklist.save()
    except IntegrityError as error:
        raise DomainError({"name": _("There is a checklist with this name already.")}) from error
    return checklist
