"""Find whom to ask for a kind word, pass it on, and forget it in time. The worker does this."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from incidents.models import Merge, Note, ReachOut
from nudges.domain.outbox import end, forget_nudges, nudge
from people.hours import after_working_time, is_working
from people.models import Team, User

MOST_ASKED = 3
PASS_ON_AFTER = timedelta(minutes=30)
KEPT_FOR = timedelta(days=30)
BATCH = 500


@transaction.atomic
def pass_on(reach_out_id: int) -> None:
    """Ask the next senior to reach out, if nobody has and the time has come.

    The row lock and the look at `pass_on_at` let one of many runs ask. After
    three people, or when there is nobody left, it ends quietly.
    """
    now = timezone.now()
    reach_out = (
        ReachOut.objects.open()
        .filter(pk=reach_out_id, pass_on_at__lte=now)
        .select_for_update(skip_locked=True, of=["self"])
        .select_related("person__team", "incident")
        .first()
    )
    if reach_out is None:
        return
    if reach_out.asked:
        end("reach_out", about=reach_out, because="passed on")
    before = list(reach_out.asked_before.values_list("pk", flat=True))
    chosen = None if len(before) >= MOST_ASKED else _whom_to_ask(reach_out, before, now)
    if chosen is None:
        finish(reach_out, at=now)
        return
    reach_out.asked = chosen
    reach_out.asked_before.add(chosen)
    reach_out.pass_on_at = after_working_time(chosen, now, PASS_ON_AFTER)
    reach_out.save(update_fields=["asked", "pass_on_at"])
    # The person may ask for a word again later, and then whoever was asked before is told again.
    nudge("reach_out", about=reach_out, to=[chosen], again=now.isoformat())


def _whom_to_ask(reach_out: ReachOut, before: list[int], at: datetime) -> User | None:
    """The person's tech lead, else a senior of the team, else another senior or lead.

    Among those who are not the tech lead, somebody who is at work now goes first.
    """
    person = reach_out.person
    leads = Team.objects.filter(tech_leads=OuterRef("pk"))
    nearness = Case(
        When(Exists(leads.filter(members=person)), then=Value(0)),
        When(is_senior=True, team=person.team_id, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    candidates = (
        User.objects.who_may_write()
        .filter(Q(Exists(leads)) | Q(is_senior=True))
        .exclude(pk__in=[person.pk, *before])
        .annotate(nearness=nearness)
        .order_by("nearness", "pk")[:50]
    )

    def order(one: User) -> tuple[bool, bool, int]:
        distance: int = one.nearness  # type: ignore[attr-defined]  # annotated above
        return distance > 0, not is_working(one, at), distance

    ranked = sorted(candidates, key=order)
    return next(iter(ranked), None)


def finish(reach_out: ReachOut, *, at: datetime) -> None:
    """Ask nobody any more."""
    reach_out.ended_at = at
    reach_out.save(update_fields=["ended_at"])


def forget(*, at: datetime) -> int:
    """Delete what is private, and what was said of it. Returns how many rows.

    It is kept for 30 days after its incident is over, and for 30 days after it
    was asked or written where that is later.
    """
    limit = at - KEPT_FOR
    over = Q(incident__resolved_at__lt=limit)
    notes = Note.objects.filter(over, sent_at__lt=limit)
    reach_outs = ReachOut.objects.filter(over, begun_at__lt=limit)
    return _forget(notes) + _forget(reach_outs)


def _forget(private: QuerySet[Any]) -> int:
    """Delete rows in batches, each in a transaction of its own."""
    forgotten = 0
    while batch := list(private.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = private.model._default_manager.filter(pk__in=batch)
            forget_nudges(about=rows)
            _forget_that_they_moved(private.model, batch)
            rows.delete()
        forgotten += len(batch)
    return forgotten


def _forget_that_they_moved(model: type[Note] | type[ReachOut], batch: list[int]) -> None:
    """Take the numbers of private rows out of what merges keep."""
    column = f"{model._meta.label}.incident"
    for merge in Merge.objects.filter(moved__has_key=column).select_for_update():
        left = [key for key in merge.moved[column] if int(key) not in batch]
        if left:
            merge.moved[column] = left
        else:
            del merge.moved[column]
        merge.save(update_fields=["moved"])
