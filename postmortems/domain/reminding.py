"""Remind of a follow-up whoever has it, and ask later whether it helped.

Reminders outlive the incident: nothing that happens to it ends them. Each is written
anew from the step that called for it, so that one which was ended or stopped before
does not stand in its way.
"""

from nudges.domain.outbox import end, end_all, nudge
from people.hours import midday, working_morning_near
from people.models import User
from postmortems.models import Check, FollowUp, FollowUpStep, StepKind


def tell_owner(follow_up: FollowUp, step: FollowUpStep) -> None:
    """Tell whoever was put down for it, unless they put themselves down."""
    end("follow_up", about=follow_up, because="somebody else has it")
    owner = follow_up.keeper
    if owner and owner != step.by and follow_up.asks_people:
        nudge("follow_up", about=follow_up, to=[owner], again=str(step.pk))


def remind_of_day(follow_up: FollowUp, step: FollowUpStep) -> None:
    """Remind whoever has it around the day by which it is to be done, and of no other day."""
    end("follow_up_due", about=follow_up, because="it is planned differently")
    owner = follow_up.keeper
    if owner and follow_up.due_on and follow_up.asks_people:
        nudge(
            "follow_up_due",
            about=follow_up,
            to=[owner],
            counted_from=midday(owner, follow_up.due_on),
            again=str(step.pk),
        )


def ask_whether_it_helped(follow_up: FollowUp, step: FollowUpStep) -> None:
    """Ask whoever has it, or else whoever said that it is done, at the checks still to come.

    `step` is the one that it was done in, or the answer to the check before.
    """
    end("did_it_help", about=follow_up, because="answered")
    asked, done_at = follow_up.keeper or _done_by(follow_up), follow_up.done_at
    if asked is None or done_at is None or not follow_up.asks_people:
        return
    second = working_morning_near(asked, done_at, days=Check.SECOND)
    nudge(
        "did_it_help",
        about=follow_up,
        to=[asked],
        at=None if step.kind == StepKind.DONE else second,
        counted_from=done_at,
        again=str(step.pk),
    )


def _done_by(follow_up: FollowUp) -> User | None:
    step = follow_up.steps.filter(kind=StepKind.DONE).select_related("by").last()
    return step.by if step and step.by and step.by.is_active else None


def end_reminders(follow_up: FollowUp, *, because: str) -> None:
    """Nothing is to be done about it any more."""
    end_all(about=follow_up, because=because)
