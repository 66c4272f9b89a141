"""Write down, in the transaction of an event, what the world is to be told of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from live import prompt
from webhooks.events import Event
from webhooks.models import Endpoint, Message
from webhooks.tasks import deliver


def announce(event: Event, thing: models.Model) -> None:
    """Tell every endpoint that listens that something happened to `thing`.

    It is written in the caller's transaction, so that it is sent exactly when what it
    tells is true. What is not for everybody to see is not told.
    """
    listening = list(Endpoint.objects.hearing(event.name).order_by("pk"))
    if listening and (data := event.says(thing)) is not None:
        now = timezone.now()
        write(event.name, listening, data=data, about=thing, at=now)


def write(
    event: str,
    endpoints: Iterable[Endpoint],
    *,
    data: Mapping[str, Any],
    about: models.Model | None = None,
    at: datetime,
) -> list[Message]:
    """Write a message to each of some endpoints, and let it go after the commit."""
    about_type = ContentType.objects.get_for_model(about) if about is not None else None
    messages = Message.objects.bulk_create(
        Message(
            endpoint=endpoint,
            event=event,
            body=body(event, data, at=at),
            about_type=about_type,
            about_id=about.pk if about is not None else None,
            created_at=at,
            due_at=at,
        )
        for endpoint in endpoints
    )
    for message in messages:
        prompt(partial(deliver.delay, message.endpoint_id))
    return messages


def body(event: str, data: Mapping[str, Any], *, at: datetime) -> str:
    """What a message says, in the form of Standard Webhooks."""
    said = {"type": event, "timestamp": at, "data": data}
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
