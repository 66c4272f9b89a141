"""What is said and what becomes of it, noted as the rows are written.

Much of it is deleted within the year, as it should be, so it cannot be counted afterwards.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.signals import ModelSignal, post_delete, post_save
from django.utils import timezone

from bench.year.hours import Hours
from incidents.models import Asking, Note, ReachOut
from nudges.models import Nudge
from nudges.models.nudge import LAPSED, STOPPED


@dataclass(frozen=True)
class Heard:
    """A nudge that was said just now."""

    nudge: int
    kind: str
    person: int
    number: int


@dataclass
class ReachedOut:
    """One round of asking people to write to somebody."""

    person: int
    begun_at: datetime
    asked: list[int] = field(default_factory=list)
    answered_by: int | None = None
    working_minutes: float = 0
    is_over: bool = False
    says_fine: bool = False

    @property
    def became(self) -> str:
        if self.answered_by is not None:
            passed_on = self.asked.index(self.answered_by)
            return ("the first who was asked wrote", "passed on once", "passed on twice")[passed_on]
        if self.says_fine:
            return "they said that they are fine"
        return "nobody wrote" if self.is_over else "still open"


@dataclass
class Watch:
    """Everything that is counted."""

    heard: list[Heard] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    sayings: Counter[str] = field(default_factory=Counter)
    acted: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    lapsed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    snoozed: int = 0
    to_themselves: int = 0
    reached_out: dict[tuple[int, int], ReachedOut] = field(default_factory=dict)
    _known: dict[int, int] = field(default_factory=dict)

    @contextmanager
    def watches(self) -> Iterator[None]:
        """Look on while rows are written."""
        pairs: list[tuple[ModelSignal, type[Model], Callable[..., None]]] = [
            (post_save, Nudge, self._nudge),
            (post_delete, Nudge, self._gone),
            (post_save, ReachOut, self._reach_out),
            (post_save, Asking, self._asking),
            (post_save, Note, self._note),
        ]
        for signal, model, see in pairs:
            signal.connect(see, sender=model)
        try:
            yield
        finally:
            for signal, model, see in pairs:
                signal.disconnect(see, sender=model)

    def take_heard(self) -> list[Heard]:
        """What was said since this was last asked."""
        heard, self.heard = self.heard, []
        return heard

    def count_rest(self) -> None:
        """Count what is still there as well."""
        for nudge in Nudge.objects.iterator():
            self._count_end(nudge)

    def _nudge(self, instance: Nudge, **_more: Any) -> None:
        if instance.times_said <= self._known.get(instance.pk, 0):
            return
        if instance.times_said == 1:
            self.said[instance.kind] += 1
        self._known[instance.pk] = instance.times_said
        self.sayings[instance.kind] += 1
        self.heard.append(
            Heard(instance.pk, instance.kind, instance.recipient_id, instance.times_said)
        )

    def _gone(self, instance: Nudge, **_more: Any) -> None:
        self._count_end(instance)

    def _count_end(self, nudge: Nudge) -> None:
        if nudge.times_said:
            self.stopped[nudge.kind] += nudge.ended_because == STOPPED
            self.lapsed[nudge.kind] += nudge.ended_because == LAPSED

    def _reach_out(self, instance: ReachOut, **_more: Any) -> None:
        this = self._of(instance)
        if instance.ended_at and not this.is_over:
            this.is_over = True
            was_time = instance.pass_on_at <= timezone.now()
            this.says_fine = this.answered_by is None and not was_time

    def _asking(self, instance: Asking, **_more: Any) -> None:
        this = self._of(instance.reach_out)
        this.asked.append(instance.user_id)
        self.to_themselves += instance.user_id == this.person

    def _note(self, instance: Note, **_more: Any) -> None:
        if instance.answers_id:
            return
        of_person = ReachOut.objects.get(incident=instance.incident, person=instance.recipient)
        this = self._of(of_person)
        this.answered_by = instance.author_id
        hours = Hours.of(instance.author)
        this.working_minutes = hours.minutes_between(this.begun_at, instance.sent_at)

    def _of(self, reach_out: ReachOut) -> ReachedOut:
        key = reach_out.pk, reach_out.round
        if key not in self.reached_out:
            self.reached_out[key] = ReachedOut(reach_out.person_id, reach_out.begun_at)
        return self.reached_out[key]
