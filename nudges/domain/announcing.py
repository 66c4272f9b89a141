"""Say in the chat rooms of teams what happens around what they look after."""

from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from live import prompt
from nudges.channels.names import Channel
from nudges.models import Address, Announcement, Delivery
from nudges.tasks import deliver
from people.models import Team
from people.organisation import the_organisation


def announce(kind: str, *, about: models.Model, to: models.QuerySet[Team], again: str = "") -> None:
    """Say something of `kind` in the rooms of some teams, once in each.

    It is written in the caller's transaction, with the message that is to go out, so that
    it exists exactly when what it is about does. Saying the same kind about the same thing
    again needs a new word in `again`. Whether everybody may hear of it is asked when it goes.
    """
    if not the_organisation().uses(Channel.CHAT):
        return
    rooms = Address.objects.on().filter(channel=Channel.CHAT, team__in=to)
    told = [room for room in rooms.order_by("pk") if _tell(room, kind, about, again)]
    if told:
        prompt(partial(deliver.delay, Channel.CHAT))


def _tell(room: Address, kind: str, about: models.Model, again: str) -> bool:
    """Whether it is new in this room."""
    about_type = ContentType.objects.get_for_model(about)
    announcement, is_new = Announcement.objects.get_or_create(
        address=room,
        dedupe_key=f"{kind}:{about_type.pk}:{about.pk}:{again}",
        defaults={"kind": kind, "about_type": about_type, "about_id": about.pk},
    )
    if is_new:
        now = timezone.now()
        Delivery.objects.create(
            announcement=announcement,
            channel=Channel.CHAT,
            address=room,
            outlet=room.outlet,
            number=1,
            may_interrupt=True,
            goes_at=now,
            due_at=now,
        )
    return is_new
