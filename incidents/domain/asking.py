"""Find whom to ask for a kind word, and pass it on. The worker does this."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from incidents.models import ReachOut
from incidents.queries.seniors import whom_to_ask
from nudges.domain.outbox import end, nudge
from people.hours import after_working_time
from people.models import User

MOST_ASKED = 3
PASS_ON_AFTER = timedelta(minutes=30)


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
    enough = reach_out.this_round().count() >= MOST_ASKED
    chosen = None if enough else whom_to_ask(reach_out, at=now)
    if chosen is None:
        finish(reach_out, at=now)
        return
    ask_to_write(reach_out, person=chosen, at=now)


def ask_to_write(reach_out: ReachOut, *, person: User, at: datetime) -> None:
    """Ask one person; it passes on after half an hour of their work."""
    reach_out.asked = person
    reach_out.askings.create(user=person, round=reach_out.round, asked_at=at)
    reach_out.pass_on_at = after_working_time(person, at, PASS_ON_AFTER)
    reach_out.save(update_fields=["asked", "pass_on_at"])
    # The person may ask for a word again later, and then whoever was asked before is told again.
    nudge("reach_out", about=reach_out, to=[person], again=at.isoformat())


def finish(reach_out: ReachOut, *, at: datetime) -> None:
    """Ask nobody any more."""
    reach_out.ended_at = at
    reach_out.save(update_fields=["ended_at"])
