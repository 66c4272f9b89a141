"""What deliveries tell: their nudges, with what they are about, many at once."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from nudges.attachments import HasItems
from nudges.channels.base import Message
from nudges.channels.names import Channel
from nudges.models import Announcement, Delivery, Nudge, Preference
from nudges.models.nudge import State
from nudges.queries import load_subjects
from nudges.telling import anybody
from nudges.wording import prepare
from people.organisation import the_organisation


def messages(deliveries: list[Delivery]) -> list[Message | None]:
    """The message of each delivery, or None where nothing of it is to be told any more."""
    told, announced = _told(deliveries), _announced(deliveries)
    unwanted = _unwanted(deliveries)
    needed = {
        one.pk: [
            nudge
            for nudge in told[one.pk]
            if _is_needed(one, nudge)
            and (one.recipient_id, nudge.kind, one.channel) not in unwanted
        ]
        for one in deliveries
    }
    prepare(nudge for nudges in needed.values() for nudge in nudges)
    prepare(announced.values())
    return [_message(one, needed[one.pk], announced.get(one.pk)) for one in deliveries]


def _message(
    delivery: Delivery, nudges: list[Nudge], announcement: Announcement | None
) -> Message | None:
    if not the_organisation().uses(delivery.channel):
        return None
    if delivery.address and not delivery.address.is_on:
        return None
    if announcement:
        return Message(delivery, nudges=[], person=None, announcement=announcement)
    return Message(delivery, nudges, person=nudges[0].recipient) if nudges else None


def _announced(deliveries: list[Delivery]) -> dict[int, Announcement]:
    """What is announced, by the number of its delivery, as far as everybody may hear of it."""
    numbers = [one.pk for one in deliveries if one.announcement_id]
    found = list(Announcement.objects.filter(delivery__in=numbers).select_related("delivery"))
    load_subjects(found, anybody())
    return {one.delivery.pk: one for one in found if one.about is not None}


def _unwanted(deliveries: list[Delivery]) -> set[tuple[int, str, str]]:
    """What readers have chosen not to hear on a channel, maybe since it was planned."""
    readers = [one.recipient_id for one in deliveries if one.recipient_id]
    chosen = Preference.objects.filter(person__in=readers, is_wanted=False)
    return set(chosen.values_list("person", "kind", "channel"))


def _told(deliveries: list[Delivery]) -> dict[int, list[Nudge]]:
    """The nudges of each delivery, by its number."""
    numbers = [one.pk for one in deliveries]
    rows = Delivery.objects.filter(Q(pk__in=numbers) | Q(goes_with__in=numbers))
    told: defaultdict[int, list[Nudge]] = defaultdict(list)
    for row in rows.select_related("nudge__recipient").order_by("pk"):
        if row.nudge:
            told[row.goes_with_id or row.pk].append(row.nudge)
    _load([nudge for nudges in told.values() for nudge in nudges])
    return told


def _load(nudges: Sequence[Nudge]) -> None:
    """Load what nudges are about, as far as each reader may still hear of it.

    What everybody sees, which is nearly all, is loaded for all readers at once.
    """
    load_subjects(nudges, anybody())
    of_reader = defaultdict(list)
    for nudge in nudges:
        if nudge.about is None:
            # It is not fetched again while it is known to be nothing.
            Nudge.about.field.delete_cached_value(nudge)
            of_reader[nudge.recipient].append(nudge)
    for reader, theirs in of_reader.items():
        load_subjects(theirs, reader)


def _is_needed(delivery: Delivery, nudge: Nudge) -> bool:
    about = nudge.about
    if not nudge.recipient.is_active or about is None:
        return False
    if delivery.channel == Channel.EMAIL and not nudge.recipient.wants_email:
        return False
    if isinstance(about, HasItems) and not about.items_for(nudge.recipient):
        return False
    return nudge.declared.is_said_once or nudge.state == State.SENT
