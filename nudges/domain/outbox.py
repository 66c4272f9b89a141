"""Put nudges in the outbox, and take them out of the list when they have ended."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from live import prompt, publish
from nudges.domain.planning import let_others_go_on
from nudges.domain.snoozing import Until, moment_of
from nudges.kinds import KINDS
from nudges.models import Nudge
from nudges.models.nudge import FINISHED, HUSHED, STOPPED, NudgeQuerySet, State
from nudges.tasks import say
from nudges.telling import may_be_told, told_to
from people.errors import DomainError
from people.models import User


def nudge(
    kind: str,
    *,
    about: models.Model,
    to: Iterable[User],
    at: datetime | None = None,
    counted_from: datetime | None = None,
    again: str = "",
    stays_in_app: bool = False,
) -> None:
    """Say something of `kind` to each person in `to`, once.

    It is written in the caller's transaction, so that it exists exactly when
    what it is about does. `at` overrides when it is first said. A kind that is about
    a day is `counted_from` a time, and is not written when all its moments have passed.
    Saying the same kind about the same thing again needs a new word in `again`.
    `stays_in_app` keeps it off every other channel.
    """
    declared = KINDS[kind]
    now = timezone.now()
    about_type = ContentType.objects.get_for_model(about)
    key = f"{kind}:{about_type.pk}:{about.pk}:{again}"
    rows = Nudge.objects.bulk_create(
        [
            Nudge(
                recipient=person,
                kind=kind,
                about_type=about_type,
                about_id=about.pk,
                dedupe_key=key,
                stays_in_app=stays_in_app,
                counted_from=counted_from,
                due_at=due_at,
            )
            for person in to
            if not person.is_service
            if (due_at := at or declared.first_time(person, at=now, counted_from=counted_from))
        ],
        ignore_conflicts=True,
    )
    people = [row.recipient_id for row in rows if row.due_at and row.due_at <= now]
    if people:
        prompt(partial(_have_said, key, people))


def _have_said(key: str, people: list[int]) -> None:
    """Queue the numbers of the rows only: what they are about is nobody's business there."""
    nudges = Nudge.objects.filter(dedupe_key=key, recipient__in=people)
    for nudge_id in nudges.values_list("pk", flat=True):
        say.delay(nudge_id)


def end(
    kind: str,
    *,
    about: models.Model | models.QuerySet[Any],
    because: str,
    to: User | None = None,
) -> None:
    """End what was said or would have been said about a thing, or things, for one person or all."""
    if isinstance(about, models.QuerySet):
        nudges = _about(about).filter(kind=kind)
    else:
        nudges = Nudge.objects.about(kind, about)
    if to is not None:
        nudges = nudges.filter(recipient=to)
    # What a reader ended before can be brought back no more.
    nudges.ended_by_reader().update(ended_because=because)
    nudges = nudges.open()
    people = list(nudges.values_list("recipient_id", flat=True))
    if not people:
        return
    nudges.update(state=State.DONE, ended_because=because, due_at=None)
    for person in set(people):
        publish(f"user:{person}", "nudges")


def told(kind: str, *, about: models.Model) -> models.QuerySet[Nudge, Any]:
    """Whoever was or will be told this about a thing, as a subquery of their numbers."""
    about_type = ContentType.objects.get_for_model(about)
    nudges = Nudge.objects.filter(kind=kind, about_type=about_type, about_id=about.pk)
    return nudges.values("recipient")


def end_all(*, about: models.Model, because: str) -> None:
    """End everything that was said or would have been said about a thing."""
    nudges = _about(type(about)._default_manager.filter(pk=about.pk))
    for kind in set(nudges.open_or_ended_by_reader().values_list("kind", flat=True)):
        end(kind, about=about, because=because)


def hush(*, about: models.QuerySet[Any]) -> None:
    """End what is said about things to those who may not hear of them any more."""
    nudges = _about(about).open()
    for person in User.objects.filter(pk__in=nudges.values("recipient")):
        told = told_to(person, about).values("pk")
        untold = nudges.filter(recipient=person).exclude(about_id__in=told)
        if untold.update(state=State.DONE, ended_because=HUSHED, due_at=None):
            publish(f"user:{person.pk}", "nudges")


def _about(things: models.QuerySet[Any]) -> NudgeQuerySet:
    about_type = ContentType.objects.get_for_model(things.model)
    return Nudge.objects.filter(about_type=about_type, about_id__in=things.values("pk"))


def forget_nudges(*, about: models.QuerySet[Any]) -> None:
    """Delete every nudge about things that are about to be deleted."""
    about_type = ContentType.objects.get_for_model(about.model)
    nudges = Nudge.objects.filter(about_type=about_type, about_id__in=about.values("pk"))
    let_others_go_on(nudges)
    nudges.delete()


@transaction.atomic
def snooze(this: Nudge, *, by: User, until: Until = Until.TOMORROW) -> Nudge:
    """Put a nudge off until a moment of the reader's working time."""
    this = _of_reader(this, by)
    if not this.is_open:
        return this
    this.state = State.SNOOZED
    this.due_at = moment_of(until, by, timezone.now())
    return _keep(this)


@transaction.atomic
def stop(this: Nudge, *, by: User) -> Nudge:
    """Never say this one again; its reader asked for that."""
    return _end_for_reader(_of_reader(this, by), State.STOPPED, because=STOPPED)


@transaction.atomic
def finish(this: Nudge, *, by: User) -> Nudge:
    """End a nudge that nothing else ends: its reader has seen to it."""
    this = _of_reader(this, by)
    if not this.declared.can_be_done:
        raise DomainError(_("This one goes by itself when what it is about is done."))
    return _end_for_reader(this, State.DONE, because=FINISHED)


@transaction.atomic
def bring_back(this: Nudge, *, by: User) -> Nudge:
    """List again what its reader put off, stopped or called done, or what was to come later.

    What something else has ended meanwhile stays ended. It is not said again on other
    channels: whoever brings it back has it before them.
    """
    this, now = _of_reader(this, by), timezone.now()
    if this.state == State.SENT:
        return this
    is_over = not (this.is_open or this.is_ended_by_reader)
    if is_over or this.has_had_its_time(now) or not may_be_told(this):
        raise DomainError(_("This has ended meanwhile, so it does not come back."))
    if not this.times_said:
        this.times_said, this.said_at = 1, now
    this.state, this.ended_because = State.SENT, ""
    this.due_at = _next_after(this, now)
    return _keep(this)


def _next_after(this: Nudge, now: datetime) -> datetime | None:
    """When it would have been said next, had nobody pressed anything."""
    planned = this.next_time(this.said_at or now)
    return planned if planned is None or planned > now else this.next_time(now)


def _of_reader(this: Nudge, by: User) -> Nudge:
    mine = Nudge.objects.visible_to(by).select_related("recipient")
    return mine.select_for_update(of=["self"]).get(pk=this.pk)


def _end_for_reader(this: Nudge, state: State, *, because: str) -> Nudge:
    if not this.is_open:
        return this
    this.state, this.ended_because, this.due_at = state, because, None
    return _keep(this)


def _keep(this: Nudge) -> Nudge:
    this.save(update_fields=["state", "ended_because", "due_at", "times_said", "said_at"])
    publish(f"user:{this.recipient_id}", "nudges")
    return this
