"""When a message goes out, and what goes with it.

What may interrupt goes at once. The rest goes in the reader's working hours: the first few of a
burst one by one, what comes on top together in one message, and beyond the most for a day
with the next working morning's.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from nudges.models import Channel, Delivery, Nudge
from nudges.models.delivery import DeliveryQuerySet, State
from nudges.models.nudge import NudgeQuerySet
from people.hours import next_working_morning, next_working_time
from people.models import User

# Of a burst so many go one by one.
FIRST = 4
BURST = timedelta(minutes=10)
MOST_A_DAY = 8
# Any number that nothing else locks by.
_LOCK = 7_265_006


def plan(this: Nudge, channel: Channel, *, at: datetime) -> Delivery:
    """Plan the message of one nudge that is said at a moment, in the transaction that says it."""
    if this.declared.may_interrupt:
        return _by_itself(this, channel, at)
    reader, at = this.recipient, next_working_time(this.recipient, at)
    if this.declared.is_by_itself:
        return _by_itself(this, channel, at)
    _let_others_wait(reader)
    messages = Delivery.objects.messages(reader, channel)
    # Locked, so that nothing joins what a worker has begun to send.
    bundles = messages.filter(is_bundle=True, state=State.WAITING, attempts=0, goes_at__gt=at)
    if bundle := bundles.select_for_update(of=["self"]).order_by("goes_at").first():
        return _with(bundle, this)
    if _of_day(messages, reader, at) >= MOST_A_DAY:
        return _bundle(this, channel, next_working_morning(reader, at))
    if messages.filter(goes_at__gt=at - BURST, goes_at__lte=at).count() >= FIRST:
        return _bundle(this, channel, next_working_time(reader, at + BURST))
    return _by_itself(this, channel, at)


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


def _by_itself(this: Nudge, channel: Channel, at: datetime) -> Delivery:
    return _create(this, channel, goes_at=at, due_at=at)


def _bundle(this: Nudge, channel: Channel, at: datetime) -> Delivery:
    return _create(this, channel, goes_at=at, due_at=at, is_bundle=True)


def _with(bundle: Delivery, this: Nudge) -> Delivery:
    return _create(
        this,
        Channel(bundle.channel),
        goes_at=bundle.goes_at,
        due_at=bundle.goes_at,
        goes_with=bundle,
        state=State.WITH_ANOTHER,
    )


def _create(this: Nudge, channel: Channel, **more: Any) -> Delivery:
    return Delivery.objects.create(
        nudge=this,
        recipient=this.recipient,
        channel=channel,
        number=this.times_said,
        may_interrupt=this.declared.may_interrupt,
        **more,
    )
