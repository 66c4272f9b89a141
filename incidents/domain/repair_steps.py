"""The seven steps of a data repair, ticked by people.

Their order is advice, and the room gives it. One thing is a rule: whoever runs
it is not the one who checks it.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.repairing import check_total, lock_going_on, rows_of
from incidents.domain.telling import tell_room
from incidents.models import Kind, Repair, RepairStep, RepairStepName
from people.errors import DomainError
from people.models import User


@transaction.atomic
def tick_step(
    repair: Repair,
    *,
    by: User,
    step: str,
    note: str = "",
    rows: int | None = None,
    at: datetime | None = None,
) -> RepairStep:
    """Say that a step is done, with what is worth knowing of it.

    Counting in the first step says how many rows there are. The repair is
    locked: of two people who tick the same step one has ticked it, and the
    other is told who.
    """
    repair = lock_going_on(repair, by=by)
    name = RepairStepName(step)
    if there := repair.steps.filter(name=name).select_related("ticked_by").first():
        if there.ticked_by in (by, None):
            return there
        raise DomainError(_("%(name)s has ticked this already.") % {"name": there.ticked_by})
    _take_part(repair, name, by=by)
    if name == RepairStepName.SCOPE and rows is not None:
        check_total(repair, rows, field="rows")
        repair.total = rows
    repair.save(update_fields=["total", "run_by", "checked_by"])
    ticked = repair.steps.create(
        name=name, note=note, rows=rows, ticked_by=by, ticked_at=at or timezone.now()
    )
    runs = name == RepairStepName.RUN
    repair.incident.record(Kind.REPAIR, _told(ticked), by=by, at=at, is_key_moment=runs)
    tell_room(repair.incident)
    return ticked


@transaction.atomic
def untick_step(repair: Repair, *, by: User, step: str, at: datetime | None = None) -> Repair:
    """Say that a step is not done after all. Unticking twice is unticking once."""
    repair = lock_going_on(repair, by=by)
    name = RepairStepName(step)
    deleted, _rows = repair.steps.filter(name=name).delete()
    if not deleted:
        return repair
    if name == RepairStepName.CHECK:
        repair.checked_by = None
        repair.save(update_fields=["checked_by"])
    text = _("Data repair, %(step)s: not done after all.") % {"step": name.label.lower()}
    repair.incident.record(Kind.REPAIR, text, by=by, at=at)
    tell_room(repair.incident)
    return repair


def _take_part(repair: Repair, name: RepairStepName, *, by: User) -> None:
    """Whoever ticks these two steps is the one who checked, or who runs it if nobody is named."""
    if name == RepairStepName.CHECK:
        if repair.run_by == by:
            raise DomainError(_("You run this one, so somebody else has the second pair of eyes."))
        repair.checked_by = by
    elif name == RepairStepName.RUN and repair.run_by is None:
        if repair.checked_by == by:
            raise DomainError(_("You had the second pair of eyes, so somebody else runs it."))
        repair.run_by = by


def _told(ticked: RepairStep) -> str:
    said = [_("Data repair, %(step)s: done.") % {"step": ticked.get_name_display().lower()}]
    if ticked.name == RepairStepName.RUN:  # ticked when it begins: the numbers say when it is done
        said = [_("Data repair: it runs now.")]
    if ticked.rows is not None:
        said.append(_("%(rows)s.") % {"rows": rows_of(ticked.rows)})
    return " ".join([*said, ticked.note]).strip()
