"""How far a data repair is, as the repairing script or a person says it.

A script may say so many times a second, from anywhere, and may say it again
when it got no answer. What it says is kept once every few seconds, and open
screens hear of it at most once in two; the latest always is and they always do.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.repairing import lock_going_on, rows_of
from incidents.domain.telling import tell_room
from incidents.models import Kind, Repair
from incidents.tasks import tell_of_repair
from live import prompt
from people.errors import DomainError
from people.models import User

KEPT_EVERY = 10
TOLD_EVERY = timedelta(seconds=2)


@transaction.atomic
def report_progress(
    repair: Repair,
    *,
    by: User | None,
    done: int,
    total: int | None = None,
    reason: str = "",
    sequence: int | None = None,
    at: datetime | None = None,
) -> Repair:
    """Say how many rows are put right; `by` is None for the repairing script.

    The numbers are of all rows, never of those since the last report, so saying
    them again changes nothing. Fewer than before takes a reason: without one it
    is most likely a report that was overtaken on its way. A script that sends a
    growing `sequence` is safe even where it goes back: what is not newer than
    the newest is left alone. The row is locked, so two scripts at once leave
    numbers that one of them sent.
    """
    repair = lock_going_on(repair, by=by)
    if sequence is not None:
        if sequence <= repair.sequence:
            return repair
        repair.sequence = sequence
    total = repair.total if total is None else total
    if (done, total) != (repair.done, repair.total):
        _check(repair, done, total, reason)
        _take(repair, by, done, total, reason, at or timezone.now())
    elif sequence is not None:
        repair.save(update_fields=["sequence"])
    return repair


def _check(repair: Repair, done: int, total: int | None, reason: str) -> None:
    if done < 0 or (total is not None and total < 0):
        raise DomainError({"done": _("There cannot be fewer rows than none.")})
    if total is not None and done > total:
        sentence = _("That is more than there are: %(rows)s.") % {"rows": rows_of(total)}
        raise DomainError({"done": sentence})
    if done < repair.done and not reason:
        sentence = _("%(rows)s were put right before. Say in a line why it is fewer now.")
        raise DomainError({"reason": sentence % {"rows": rows_of(repair.done)}})


def _take(
    repair: Repair, by: User | None, done: int, total: int | None, reason: str, at: datetime
) -> None:
    repair.done, repair.total, repair.progress_at = done, total, at
    _keep_report(repair, by=by, reason=reason, at=at)
    if repair.is_all_done and repair.all_done_at is None:
        repair.all_done_at = at
        text = _("All of %(rows)s are put right. Verifying comes next.") % {"rows": rows_of(done)}
        repair.incident.record(Kind.REPAIR, text, by=by, at=at, is_key_moment=True)
        tell_room(repair.incident)
    else:
        _tell_now_or_soon(repair)
    repair.save(
        update_fields=["done", "total", "progress_at", "sequence", "all_done_at", "told_at"]
    )


def _keep_report(repair: Repair, *, by: User | None, reason: str, at: datetime) -> None:
    """Keep one row of what a script says within ten seconds, and every one of a person's."""
    latest = repair.reports.last()
    if by is None and latest and latest.is_by_script and _period(latest.reported_at) == _period(at):
        latest.done, latest.total, latest.reported_at = repair.done, repair.total, at
        latest.reason = reason or latest.reason
        latest.save(update_fields=["done", "total", "reported_at", "reason"])
        return
    repair.reports.create(
        done=repair.done,
        total=repair.total,
        reason=reason,
        reported_at=at,
        said_by=by,
        is_by_script=by is None,
    )


def _period(moment: datetime) -> int:
    return int(moment.timestamp()) // KEPT_EVERY


def _tell_now_or_soon(repair: Repair) -> None:
    """Tell open screens at most once in two seconds; what comes between is told at the end of it.

    `told_at` is when they were last told, or will be by a task that is on its way.
    """
    now = timezone.now()
    if repair.told_at is None or now >= repair.told_at + TOLD_EVERY:
        repair.told_at = now
        tell_room(repair.incident, "repair")
    elif now >= repair.told_at:
        repair.told_at += TOLD_EVERY
        # A little later still, so that a report of the last moment is committed by then.
        wait = (repair.told_at - now).total_seconds() + 0.25
        prompt(partial(tell_of_repair.apply_async, (repair.incident_id,), countdown=wait))
