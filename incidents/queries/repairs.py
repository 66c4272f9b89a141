"""Data repairs, each with its steps, as the room and a page of its own show them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.repairing import rows_of
from incidents.models import (
    Incident,
    Repair,
    RepairReport,
    RepairStep,
    RepairStepName,
    Tool,
)
from incidents.models.repair import COUNTED
from people.models import User
from people.prepared import prepared

REPORTS_SHOWN = 20

MEANINGS: dict[str, str | Promise] = {
    RepairStepName.SCOPE: gettext_lazy("Find out which rows are wrong, and count them."),
    RepairStepName.STOP_WRITES: gettext_lazy(
        "Make sure that nothing writes wrong rows any more, or the count never ends."
    ),
    RepairStepName.COPY: gettext_lazy(
        "Keep a copy of the rows as they are now, so that whatever comes can be taken back."
    ),
    RepairStepName.DRY_RUN: gettext_lazy("Run it without writing, and read what it would change."),
    RepairStepName.CHECK: gettext_lazy(
        "Somebody who does not run it reads the query and what the dry run said."
    ),
    RepairStepName.RUN: gettext_lazy("Put the rows right in small batches, and say how far it is."),
    RepairStepName.VERIFY: gettext_lazy(
        "Look again: count the rows that are still wrong, and read a few that are right."
    ),
}


@dataclass(frozen=True)
class Step:
    """One of the seven, and who ticked it, if anybody has."""

    name: str
    label: str
    meaning: str | Promise
    ticked: RepairStep | None
    is_next: bool

    @property
    def counts_rows(self) -> bool:
        return self.name in COUNTED


@dataclass(frozen=True)
class Mending:
    """A repair with its seven steps, and what a page says of it."""

    repair: Repair
    ticked: dict[str, RepairStep]
    reports: list[RepairReport] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        return [
            Step(
                one.value,
                str(one.label),
                MEANINGS[one],
                self.ticked.get(one),
                one == self.next_step and self.repair.is_going_on,
            )
            for one in RepairStepName
        ]

    @property
    def next_step(self) -> RepairStepName | None:
        """The first step that nobody has ticked."""
        return next((one for one in RepairStepName if one not in self.ticked), None)

    @property
    def next_meaning(self) -> str | Promise:
        return MEANINGS[self.next_step] if self.next_step else ""

    @property
    def runs(self) -> bool:
        """Whether rows are being put right, as far as anybody said."""
        return RepairStepName.RUN in self.ticked or self.repair.done > 0

    @property
    def stage(self) -> str:
        """One word for where it is."""
        if not self.repair.is_going_on:
            return str(self.repair.get_state_display())
        if self.runs and self.repair.is_all_done:
            return _("Verifying")
        return _("Running") if self.runs else _("Preparing")

    @property
    def tone(self) -> str:
        """The colour of that word."""
        if self.repair.is_going_on:
            return "amber" if self.runs else "iris"
        return "celadon" if self.repair.is_all_done else ""

    @property
    def advice(self) -> list[str]:
        """What a calm colleague would say now. It stops nobody."""
        if not self.repair.is_going_on:
            return []
        said = []
        near_run = self.runs or self.next_step == RepairStepName.RUN
        if near_run and RepairStepName.CHECK not in self.ticked:
            said.append(_("Nobody has had a second look yet. Two minutes of it can save an hour."))
        if near_run and RepairStepName.COPY not in self.ticked:
            said.append(_("There is no copy of the rows yet, so a wrong turn could not be undone."))
        return said + self._differing_counts()

    def _differing_counts(self) -> list[str]:
        said = []
        for name in (RepairStepName.COPY, RepairStepName.DRY_RUN, RepairStepName.VERIFY):
            step = self.ticked.get(name)
            if step and step.rows is not None and self.repair.total not in (None, step.rows):
                sentence = _("%(step)s: %(rows)s, of %(total)s in scope. Worth knowing why.")
                said.append(
                    sentence
                    % {
                        "step": step.get_name_display(),
                        "rows": rows_of(step.rows),
                        "total": rows_of(self.repair.total or 0),
                    }
                )
        return said


def repairs_of(incident: Incident, *, going_on: bool = False) -> list[Mending]:
    """The repairs of an incident, or those that go on, with their people and steps."""
    return [_mending(repair) for repair in _repairs_of(incident.pk, going_on)]


@prepared
def _repairs_of(incident: int, going_on: bool) -> QuerySet[Repair]:
    repairs = Repair.objects.filter(incident=incident)
    return _with_steps(repairs.going_on() if going_on else repairs)


def _with_steps(repairs: QuerySet[Repair]) -> QuerySet[Repair]:
    steps = RepairStep.objects.filter(repair=OuterRef("pk")).order_by("pk")
    row = JSONObject(
        pk="pk",
        name="name",
        note="note",
        rows="rows",
        ticked_at="ticked_at",
        display_name="ticked_by__display_name",
        email="ticked_by__email",
    )
    return repairs.select_related("run_by", "pairs", "checked_by", "ended_by").annotate(
        steps_json=ArraySubquery(steps.values(json=row))
    )


def _mending(repair: Repair) -> Mending:
    return Mending(repair, _ticked(repair.steps_json))  # type: ignore[attr-defined]


def _ticked(rows: list[dict[str, Any]]) -> dict[str, RepairStep]:
    return {row["name"]: _step(row) for row in rows}


def _step(row: dict[str, Any]) -> RepairStep:
    name, email = row.pop("display_name"), row.pop("email")
    ticked_at = datetime.fromisoformat(row.pop("ticked_at"))
    person = User(display_name=name, email=email) if email else None
    return RepairStep(**row, ticked_at=ticked_at, ticked_by=person)


def read_repair(repair: Repair) -> Mending:
    """Read one repair with its steps and the latest of what was said of its progress."""
    found = _with_steps(Repair.objects.filter(pk=repair.pk)).select_related("incident")
    mending = _mending(found.get())
    reports = mending.repair.reports.order_by("-pk").select_related("said_by")
    return Mending(mending.repair, mending.ticked, list(reports[:REPORTS_SHOWN]))


def repair_jobs(incident: Incident) -> list[Tool]:
    """The repair jobs that the services of an incident have."""
    tools = Tool.objects.filter(service__incidents=incident, kind=Tool.Kind.REPAIR_JOB)
    return list(tools.select_related("service").order_by("service__name", "pk"))


def who_can_work(incident: Incident) -> QuerySet[User]:
    """Who can be asked to work on a repair: everybody who may write and may see the incident."""
    people = User.objects.who_may_write()
    if not incident.is_restricted:
        return people
    return people.filter(
        pk__in=incident.participations.values("user").union(incident.accesses.values("user"))
    )
