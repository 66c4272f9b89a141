"""What there is to do in an incident: its tasks, and what could become one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from incidents.domain.checklists import suggestions_of
from incidents.models import Checklist, Incident, Task
from incidents.steps import STEPS, Step, leads_to, suggestion_of


@dataclass(frozen=True)
class Offer:
    """A checklist that fits and that nobody has added yet."""

    pk: int
    name: str
    count: int


@dataclass(frozen=True)
class ToDo:
    """The tasks of an incident, the steps of its undo path and the checklists that fit it."""

    tasks: list[Task]
    steps: list[Step]
    checklists: list[Offer]

    @property
    def waiting(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_done]

    @property
    def done(self) -> list[Task]:
        return [task for task in self.tasks if task.is_done]


def fitting_checklists() -> ArraySubquery:
    """The checklists that fit an incident, as JSON on its row."""
    services = Incident.services.through.objects.filter(incident=OuterRef(OuterRef("pk")))
    fitting = Checklist.objects.filter(
        Q(severity="") | Q(severity=OuterRef("severity")),
        Q(undo_path="") | Q(undo_path=OuterRef("undo_path")),
        Q(service=None) | Q(service__in=services.values("service")),
    )
    fields = JSONObject(pk="pk", name="name", count="items__len")
    return ArraySubquery(fitting.order_by("name").values(json=fields))


def read_to_do(incident: Incident, tasks: list[Task], *, is_repairing: bool) -> ToDo:
    """What there is to do in an incident read with `checklists_json`; nothing new once it is over.

    What was taken from a path or a list is not suggested again, nor a repair that goes on.
    """
    for task in tasks:
        task.leads_to = leads_to(task.suggestion)  # type: ignore[attr-defined]
    if not incident.is_open:
        return ToDo(tasks, [], [])
    taken = {task.suggestion for task in tasks}
    path = incident.undo_path
    steps = [
        step
        for step in STEPS[path]
        if suggestion_of(path, step) not in taken and not (step.leads_to and is_repairing)
    ]
    rows: list[dict[str, Any]] = incident.checklists_json  # type: ignore[attr-defined]
    lists = {suggestion.rpartition(":")[0] + ":" for suggestion in taken}
    offers = [Offer(**row) for row in rows if suggestions_of(row["pk"]) not in lists]
    return ToDo(tasks, steps, offers)
