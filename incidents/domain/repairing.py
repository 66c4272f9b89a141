"""Put right what was written wrong: begin, plan, end; `repair_steps.py` has what is between."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.locking import lock
from incidents.domain.telling import tell, tell_room
from incidents.models import Incident, Kind, Repair, RepairState, RepairStepName
from nudges.domain.outbox import end, told
from people.errors import DomainError
from people.models import User

TWICE_WITHIN = timedelta(minutes=1)
A_MOMENT = timedelta(minutes=5)
SAID_AT_MOST = 200


def lock_repair(repair: Repair) -> Repair:
    """Lock the incident of a repair, as every verb does, and then the repair itself."""
    lock(repair.incident)
    repairs = Repair.objects.select_for_update(of=("self",))
    return repairs.select_related("incident", "ended_by").get(pk=repair.pk)


def lock_going_on(repair: Repair, *, by: User | None = None) -> Repair:
    """Lock a repair that must not have ended."""
    locked = lock_repair(repair)
    if not locked.is_going_on:
        raise DomainError(who_ended(locked, reader=by))
    return locked


def who_ended(repair: Repair, *, reader: User | None) -> str:
    """Say to whoever came second who came first."""
    if repair.ended_by is None or repair.ended_at is None:
        return _("This repair has ended, so its numbers stay as they are.")
    is_fresh = timezone.now() - repair.ended_at < A_MOMENT
    if repair.ended_by == reader:
        return _("You ended it a moment ago.") if is_fresh else _("You have ended it already.")
    name = {"name": repair.ended_by}
    if is_fresh:
        return _("%(name)s ended it a moment ago.") % name
    return _("%(name)s has ended it already.") % name


def rows_of(count: int) -> str:
    """Say how many rows: 1 row, 1,204 rows."""
    return ngettext("%(n)s row", "%(n)s rows", count) % {"n": grouped(count)}


def grouped(count: int) -> str:
    return number_format(count, force_grouping=True)


def so_far(repair: Repair) -> str:
    """Say how far it is: 812 of 1,204 rows."""
    if repair.total is None:
        return rows_of(repair.done)
    return _("%(done)s of %(total)s") % {
        "done": grouped(repair.done),
        "total": rows_of(repair.total),
    }


@transaction.atomic
def begin_repair(
    incident: Incident,
    *,
    by: User,
    what_was_written: str,
    how_to_find: str = "",
    how_to_repair: str = "",
    total: int | None = None,
    run_by: User | None = None,
    pairs: User | None = None,
    at: datetime | None = None,
) -> Repair:
    """Begin to put data right; one line about what was written is enough.

    The incident's row is locked, so that a form sent twice is one repair. An
    incident that is over can have one too: wrong rows are often found later.
    """
    incident = lock(incident)
    check_people(incident, run_by=run_by, pairs=pairs)
    at = at or timezone.now()
    begun = incident.repairs.filter(
        what_was_written=what_was_written, begun_at__gt=at - TWICE_WITHIN
    )
    if same := begun.going_on().first():
        return same
    repair = incident.repairs.create(
        what_was_written=what_was_written,
        how_to_find=how_to_find,
        how_to_repair=how_to_repair,
        total=total,
        run_by=run_by,
        pairs=pairs,
        begun_at=at,
    )
    said = [_("Data repair begins: %(what)s") % {"what": _shortly(what_was_written)}]
    if total is not None:
        said.append(_("%(rows)s affected.") % {"rows": rows_of(total)})
    incident.record(Kind.REPAIR, " ".join(said), by=by, at=at)
    _tell_who_does_it(repair, by=by)
    tell_room(incident)
    return repair


@transaction.atomic
def describe_repair(
    repair: Repair,
    *,
    by: User,
    what_was_written: str,
    how_to_find: str = "",
    how_to_repair: str = "",
    total: int | None = None,
    run_by: User | None = None,
    pairs: User | None = None,
    at: datetime | None = None,
) -> Repair:
    """Say better what is wrong, how it is put right, how many rows there are and who does it.

    What changed is one line of the timeline; a form that changes nothing leaves none.
    """
    repair = lock_going_on(repair, by=by)
    check_people(repair.incident, run_by=run_by, pairs=pairs, checked_by=repair.checked_by)
    check_total(repair, total)
    given = {
        "what_was_written": what_was_written,
        "how_to_find": how_to_find,
        "how_to_repair": how_to_repair,
        "total": total,
        "run_by": run_by,
        "pairs": pairs,
    }
    changes = {name: value for name, value in given.items() if getattr(repair, name) != value}
    if not changes:
        return repair
    for name, value in changes.items():
        setattr(repair, name, value)
    repair.save(update_fields=list(changes))
    repair.incident.record(Kind.REPAIR, _told(repair, changes), by=by, at=at)
    _tell_who_does_it(repair, by=by)
    tell_room(repair.incident)
    return repair


@transaction.atomic
def verify_repair(repair: Repair, *, by: User, at: datetime | None = None) -> Repair:
    """End a repair because every row is right: somebody has looked.

    The row is locked first: of two people who end it at once one does, and the
    other is told who did.
    """
    repair = lock_repair(repair)
    if not repair.is_going_on:
        return _ended_before(repair, RepairState.VERIFIED, by=by)
    if repair.total is None:
        raise DomainError(_("Say first how many rows there were, so that all of them are known."))
    if not repair.is_all_done:
        raise DomainError(
            _("%(so_far)s are put right. If the rest stays as it is, stop it with a reason.")
            % {"so_far": so_far(repair)}
        )
    at = at or timezone.now()
    repair.steps.get_or_create(
        name=RepairStepName.VERIFY, defaults={"ticked_by": by, "ticked_at": at}
    )
    return _end(repair, RepairState.VERIFIED, by=by, at=at)


@transaction.atomic
def stop_repair(repair: Repair, *, by: User, reason: str, at: datetime | None = None) -> Repair:
    """End a repair before every row is right, and say why. That can be the wise thing to do."""
    repair = lock_repair(repair)
    if not repair.is_going_on:
        return _ended_before(repair, RepairState.STOPPED, by=by)
    repair.stopped_because = reason
    return _end(repair, RepairState.STOPPED, by=by, at=at or timezone.now())


def check_people(
    incident: Incident,
    *,
    run_by: User | None,
    pairs: User | None = None,
    checked_by: User | None = None,
) -> None:
    """Refuse a plan in which one person does what two should, or somebody cannot take part."""
    for field, person in (("run_by", run_by), ("pairs", pairs)):
        if person is None:
            continue
        if not person.is_active or not person.may_write:
            raise DomainError({field: _("%(name)s cannot work on a repair.") % {"name": person}})
        if not Incident.objects.visible_to(person).filter(pk=incident.pk).exists():
            raise DomainError(
                {field: _("%(name)s is not let into this incident yet.") % {"name": person}}
            )
    if run_by and run_by == pairs:
        raise DomainError({"pairs": _("Two heads are the point: choose somebody else to pair.")})
    if run_by and run_by == checked_by:
        sentence = _("%(name)s had the second pair of eyes, so somebody else runs it.")
        raise DomainError({"run_by": sentence % {"name": run_by}})


def check_total(repair: Repair, total: int | None, *, field: str = "total") -> None:
    """Refuse fewer rows than are put right already."""
    if total is not None and total < repair.done:
        sentence = _("%(rows)s are put right already, so there are at least as many.")
        raise DomainError({field: sentence % {"rows": rows_of(repair.done)}})


def _tell_who_does_it(repair: Repair, *, by: User) -> None:
    """Tell those whom somebody else put down for it, and no longer those who are not any more."""
    named = [person for person in (repair.run_by, repair.pairs) if person]
    tell(repair.incident, "repair", about=repair, to=[one for one in named if one != by])
    for person in User.objects.filter(pk__in=told("repair", about=repair)):
        if person not in named:
            end("repair", about=repair, to=person, because="somebody else does it")


def _ended_before(repair: Repair, state: RepairState, *, by: User) -> Repair:
    """The same person pressed twice, or somebody else was first and is named."""
    if repair.state == state and repair.ended_by == by:
        return repair
    raise DomainError(who_ended(repair, reader=by))


def _end(repair: Repair, state: RepairState, *, by: User, at: datetime) -> Repair:
    repair.state, repair.ended_by, repair.ended_at = state, by, at
    repair.save(update_fields=["state", "ended_by", "ended_at", "stopped_because"])
    if state == RepairState.VERIFIED:
        text = _("Data repair verified: %(so_far)s put right.") % {"so_far": so_far(repair)}
    else:
        text = _("Data repair stopped at %(so_far)s. %(reason)s") % {
            "so_far": so_far(repair),
            "reason": repair.stopped_because,
        }
    repair.incident.record(Kind.REPAIR, text, by=by, at=at, is_key_moment=True)
    end("repair", about=repair, because="the repair has ended")
    tell_room(repair.incident)
    return repair


def _told(repair: Repair, changes: Mapping[str, object]) -> str:
    """What the timeline says of a plan that changed."""
    said = []
    if "what_was_written" in changes:
        said.append(_("What was written: %(what)s") % {"what": _shortly(repair.what_was_written)})
    if "how_to_find" in changes:
        said.append(_("How the rows are found is described anew."))
    if "how_to_repair" in changes:
        said.append(_("How they are put right is described anew."))
    if "total" in changes and repair.total is None:
        said.append(_("How many rows there are is open again."))
    elif "total" in changes and repair.total is not None:
        said.append(_("%(rows)s affected.") % {"rows": rows_of(repair.total)})
    if "run_by" in changes:
        said.append(_("%(name)s runs it.") % {"name": repair.run_by or _("Nobody yet")})
    if "pairs" in changes and repair.pairs:
        said.append(_("%(name)s pairs.") % {"name": repair.pairs})
    elif "pairs" in changes:
        said.append(_("Nobody pairs for now."))
    return _("Data repair: %(changes)s") % {"changes": " ".join(said)}


def _shortly(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SAID_AT_MOST else line[: SAID_AT_MOST - 1] + "…"
