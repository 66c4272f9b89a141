"""When a message goes out, and what goes with it.

What may interrupt goes at once. The rest goes in the reader's working hours: the first few of a
burst one by one, what comes on top together in one message, and beyond the most for a day
with the next working morning's. To whoever gathers their mail all of it comes in one message,
when their working day has begun.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from nudges.channels.names import Channel
from nudges.models import Address, Delivery, Nudge
from nudges.models.delivery import EMAIL_OUTLET, DeliveryQuerySet, State
from nudges.models.nudge import NudgeQuerySet
from people.hours import is_working, next_working_morning, next_working_time
from people.models import User

# Of a burst so many go one by one.
FIRST = 4
BURST = timedelta(minutes=10)
MOST_A_DAY = 8
# What was to interrupt and comes so much later, since nobody was there to send it, does not any
# more.
NO_LONGER_URGENT = timedelta(minutes=30)
# Any number that nothing else locks by.
_LOCK = 7_265_006


def plan(
    this: Nudge, channel: Channel, address: Address | None, *, at: datetime, interrupts: bool
) -> Delivery:
    """Plan one message of a nudge that is said at a moment, in the transaction that says it.

    Where the one for the time before has not gone yet, that one tells it, and there is no other.
    """
    if there := _still_waits(this, channel, address, interrupts=interrupts):
        return there
    way = _Way(this, channel, address, interrupts)
    if interrupts:
        return way.by_itself(at)
    reader, at = this.recipient, next_working_time(this.recipient, at)
    if this.declared.is_by_itself:
        return way.by_itself(at)
    _let_others_wait(reader)
    messages = Delivery.objects.messages(reader, channel, address)
    # Locked, so that nothing joins what a worker has begun to send.
    bundles = messages.filter(is_bundle=True, state=State.WAITING, attempts=0, goes_at__gt=at)
    if bundle := bundles.select_for_update(of=["self"]).order_by("goes_at").first():
        return way.along_with(bundle)
    if reader.gathers_mail and channel == Channel.EMAIL:
        return way.bundle(_next_round(reader, at))
    if _of_day(messages, reader, at) >= MOST_A_DAY:
        return way.bundle(next_working_morning(reader, at))
    # A worker that came to it sooner may have begun a moment later.
    if messages.filter(goes_at__gt=at - BURST, goes_at__lt=at + BURST).count() >= FIRST:
        return way.bundle(next_working_time(reader, at + BURST))
    return way.by_itself(at)


def _still_waits(
    this: Nudge, channel: Channel, address: Address | None, *, interrupts: bool
) -> Delivery | None:
    """The message of an earlier time that is still to go, as soon as one of now would."""
    goes = Q(state=State.WAITING) | Q(state=State.WITH_ANOTHER, goes_with__state=State.WAITING)
    there = this.deliveries.filter(goes, channel=channel, address=address)
    return (there.filter(may_interrupt=True) if interrupts else there).first()


def let_others_go_on(nudges: NudgeQuerySet) -> None:
    """Give a message that tells several things to another of them, where its first goes away.

    It would take along what others are still to be told by it.
    """
    rest = Delivery.objects.filter(goes_with__nudge__in=nudges).exclude(nudge__in=nudges)
    for bundle in Delivery.objects.filter(nudge__in=nudges, rest__in=rest).distinct():
        first, *others = rest.filter(goes_with=bundle).select_for_update().order_by("pk")
        first.goes_with, first.is_bundle, first.due_at = None, True, bundle.due_at
        first.state, first.attempts, first.sent_at = bundle.state, bundle.attempts, bundle.sent_at
        first.save()
        Delivery.objects.filter(pk__in=[one.pk for one in others]).update(goes_with=first)


def _next_round(reader: User, at: datetime) -> datetime:
    """When gathered mail goes: what comes as the working day begins is still this morning's."""
    if is_working(reader, at - BURST):
        return next_working_morning(reader, at)
    return next_working_time(reader, at + BURST)


def _let_others_wait(reader: User) -> None:
    """Let one worker at a time plan for a reader: each counts what the others planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, reader.pk])


def _of_day(messages: DeliveryQuerySet, reader: User, at: datetime) -> int:
    """How many go out on the day of a moment, as the reader's calendar has it."""
    here = at.astimezone(reader.zone)
    midnight = datetime.combine(here.date(), time.min, tzinfo=reader.zone)
    following = datetime.combine(here.date() + timedelta(days=1), time.min, tzinfo=reader.zone)
    return messages.filter(goes_at__gte=midnight, goes_at__lt=following).count()


@dataclass(frozen=True)
class _Way:
    """One nudge on its way to one address."""

    nudge: Nudge
    channel: Channel
    address: Address | None
    interrupts: bool

    def by_itself(self, at: datetime) -> Delivery:
        return self._create(goes_at=at, due_at=at)

    def bundle(self, at: datetime) -> Delivery:
        """Begin a message that others join until it goes out."""
        return self._create(goes_at=at, due_at=at, is_bundle=True)

    def along_with(self, bundle: Delivery) -> Delivery:
        return self._create(
            goes_at=bundle.goes_at,
            due_at=bundle.goes_at,
            goes_with=bundle,
            state=State.WITH_ANOTHER,
        )

    def _create(self, **more: Any) -> Delivery:
        return Delivery.objects.create(
            nudge=self.nudge,
            recipient=self.nudge.recipient,
            channel=self.channel,
            address=self.address,
            outlet=self.address.outlet if self.address else EMAIL_OUTLET,
            number=self.nudge.times_said,
            may_interrupt=self.interrupts,
            **more,
        )
