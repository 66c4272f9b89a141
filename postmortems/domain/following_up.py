"""Plan changes to the system, and say what became of them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.incident import FAR_AWAY, LONG_AGO
from people.errors import DomainError
from people.models import User
from postmortems import events
from postmortems.domain import reminding
from postmortems.domain.locking import lock as lock_write_up
from postmortems.domain.locking import tell_readers, tell_readers_of
from postmortems.models import (
    FollowUp,
    FollowUpKind,
    FollowUpState,
    FollowUpStep,
    Postmortem,
    StepKind,
)
from webhooks.domain.announcing import announce

# What a plan says, as it is called where one says how it changed.
PLANS = {
    "what": gettext_lazy("What"),
    "kind": gettext_lazy("Kind"),
    "owner": gettext_lazy("Who"),
    "due_on": gettext_lazy("By when"),
    "link": gettext_lazy("Link"),
}


@transaction.atomic
def add_follow_up(
    postmortem: Postmortem,
    *,
    by: User,
    what: str,
    kind: str,
    owner: User | None = None,
    due_on: date | None = None,
    link: str = "",
    at: datetime | None = None,
) -> FollowUp:
    """Plan a change to the system, after publishing too. Sent twice it is planned once.

    Reminders of it are written with it, or not at all.
    """
    postmortem = lock_write_up(postmortem)
    check_owner(owner, postmortem, field="owner")
    check_day(due_on)
    planned = {"what": what, "kind": kind, "owner": owner, "due_on": due_on, "link": link}
    follow_up = postmortem.follow_ups.filter(state=FollowUpState.OPEN, **planned).first()
    if follow_up is None:
        at = at or timezone.now()
        follow_up = postmortem.follow_ups.create(**planned, created_at=at)
        step = record(follow_up, StepKind.PLANNED, by=by, at=at)
        reminding.tell_owner(follow_up, step)
        reminding.remind_of_day(follow_up, step)
        announce(events.FOLLOW_UP_CREATED, follow_up)
    tell_readers(postmortem)
    return follow_up


@transaction.atomic
def edit_follow_up(
    follow_up: FollowUp,
    *,
    by: User,
    seen: int,
    what: str,
    kind: str,
    owner: User | None,
    due_on: date | None,
    link: str,
    at: datetime | None = None,
) -> FollowUp:
    """Plan it differently; what it was before stays among its steps.

    `seen` is the last step that whoever edits has seen. When there is one since,
    nothing is written: what was typed stays in the form, beside what happened.
    """
    follow_up = lock_open(follow_up)
    check_owner(owner, follow_up.postmortem, field="owner")
    check_day(due_on)
    before = {name: getattr(follow_up, name) for name in PLANS}
    after = {"what": what, "kind": kind, "owner": owner, "due_on": due_on, "link": link}
    if before == after:
        return follow_up
    if seen != last_step(follow_up):
        said = _("Somebody changed this follow-up while you were writing. What it says now is "
                 "below; what you typed is still here. Save once more to keep yours.")  # fmt: skip
        raise DomainError(said, code="seen")
    for name, value in after.items():
        setattr(follow_up, name, value)
    follow_up.save(update_fields=PLANS)
    note = "\n".join(_differences(follow_up, before))
    step = record(follow_up, StepKind.EDITED, by=by, at=at, note=note)
    if before["owner"] != owner:
        reminding.tell_owner(follow_up, step)
    if (before["owner"], before["due_on"]) != (owner, due_on):
        reminding.remind_of_day(follow_up, step)
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def keep_follow_up(
    follow_up: FollowUp, *, by: User, due_on: date, at: datetime | None = None
) -> FollowUp:
    """Say that it is still worth doing, by another day. Sent twice it is kept once."""
    follow_up = lock_open(follow_up)
    check_day(due_on)
    if due_on < timezone.localdate(at):
        raise DomainError({"due_on": _("Choose a day that is still to come.")})
    if follow_up.due_on == due_on:
        return follow_up
    before: dict[str, object] = {"due_on": follow_up.due_on}
    follow_up.due_on = due_on
    follow_up.save(update_fields=["due_on"])
    note = "\n".join(_differences(follow_up, before))
    step = record(follow_up, StepKind.KEPT, by=by, at=at, note=note)
    reminding.remind_of_day(follow_up, step)
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def complete_follow_up(
    follow_up: FollowUp, *, by: User, note: str = "", at: datetime | None = None
) -> FollowUp:
    """Say that the change is made. Two people who say so at once have both said it."""
    follow_up = lock(follow_up)
    if follow_up.is_done:
        return follow_up
    _check_is_open(follow_up)
    follow_up.state, follow_up.done_at = FollowUpState.DONE, at or timezone.now()
    follow_up.save(update_fields=["state", "done_at"])
    step = record(follow_up, StepKind.DONE, by=by, at=follow_up.done_at, note=note)
    reminding.end_reminders(follow_up, because="done")
    reminding.ask_whether_it_helped(follow_up, step)
    announce(events.FOLLOW_UP_DONE, follow_up)
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def let_go_of_follow_up(
    follow_up: FollowUp, *, by: User, reason: str, at: datetime | None = None
) -> FollowUp:
    """Decide, with a reason that stays, that the change will not be made."""
    follow_up = lock_open(follow_up)
    follow_up.state, follow_up.let_go_because = FollowUpState.LET_GO, reason
    follow_up.save(update_fields=["state", "let_go_because"])
    record(follow_up, StepKind.LET_GO, by=by, at=at, note=reason)
    reminding.end_reminders(follow_up, because="let go")
    tell_readers_of(follow_up)
    return follow_up


@transaction.atomic
def reopen_follow_up(
    follow_up: FollowUp, *, by: User, reason: str, at: datetime | None = None
) -> FollowUp:
    """Say that there is something to do after all. What was answered about it stays told."""
    follow_up = lock(follow_up)
    if follow_up.is_open:
        raise DomainError(_("This follow-up is open already."))
    follow_up.state, follow_up.done_at = FollowUpState.OPEN, None
    follow_up.let_go_because, follow_up.handed_to = "", ""
    follow_up.save(update_fields=["state", "done_at", "let_go_because", "handed_to"])
    follow_up.answers.all().delete()
    step = record(follow_up, StepKind.REOPENED, by=by, at=at, note=reason)
    reminding.end_reminders(follow_up, because="opened again")
    reminding.remind_of_day(follow_up, step)
    tell_readers_of(follow_up)
    return follow_up


def lock(follow_up: FollowUp) -> FollowUp:
    """Lock the row, so that of two people who press at once the second sees what the first did.

    It is read alone: what is joined to it would be as it was before the wait.
    """
    return FollowUp.objects.select_for_update().get(pk=follow_up.pk)


def lock_open(follow_up: FollowUp) -> FollowUp:
    follow_up = lock(follow_up)
    _check_is_open(follow_up)
    return follow_up


def _check_is_open(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise DomainError(_("This follow-up is not open any more."))


def check_owner(owner: User | None, postmortem: Postmortem | None, *, field: str) -> None:
    """Whoever makes the change is here, and sees what it follows from."""
    if owner is None:
        return
    name = {"name": owner.get_full_name()}
    if not owner.is_active:
        raise DomainError({field: _("%(name)s has left. Choose somebody else.") % name})
    if not owner.may_write:
        raise DomainError({field: _("%(name)s only reads here. Choose somebody else.") % name})
    seen = Postmortem.objects.visible_to(owner)
    if postmortem and not seen.filter(pk=postmortem.pk).exists():
        said = _("%(name)s does not see this, as its incident is restricted. "
                 "Let them in there first, or choose somebody else.")  # fmt: skip
        raise DomainError({field: said % name})


def check_day(due_on: date | None) -> None:
    if due_on and not LONG_AGO.date() <= due_on < FAR_AWAY.date():
        raise DomainError({"due_on": _("That is too far away. Check the year.")})


def last_step(follow_up: FollowUp) -> int:
    """The number of the last thing that happened to it; nothing, where none is known."""
    return follow_up.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def record(
    follow_up: FollowUp,
    kind: str,
    *,
    by: User,
    at: datetime | None = None,
    to: User | None = None,
    note: str = "",
) -> FollowUpStep:
    """Write down one step."""
    return follow_up.steps.create(kind=kind, by=by, to=to, at=at or timezone.now(), note=note)


def _differences(follow_up: FollowUp, before: dict[str, object]) -> Iterator[str]:
    """What is different from before, a line for each."""
    for name, old in before.items():
        new = getattr(follow_up, name)
        if new != old:
            yield _("%(label)s: %(new)s (before: %(old)s)") % {
                "label": PLANS[name],
                "new": _said(name, new),
                "old": _said(name, old),
            }


def _said(name: str, value: object) -> str:
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, User):
        return value.get_full_name()
    if name == "kind":
        return str(FollowUpKind(str(value)).label)
    return str(value or (_("nobody") if name == "owner" else _("none")))
