"""Take in what a source sends: kept first, read later, and never more than it may send."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Value
from django.db.models.functions import Extract, Least
from django.utils import timezone

from alerts import tokens
from alerts.models import Format, Inflow, Received, ReceivedState, Source
from alerts.models.received import MOST_A_MINUTE, MOST_AT_ONCE
from live.prompting import prompt

KEPT_BODY = timedelta(days=1)
KEPT_ROW = timedelta(days=7)
# The same bytes so soon after each other are the same delivery, where a sender does not number it.
AGAIN_WITHIN = 60


def source_of(token: str) -> Source | None:
    """The source whose secret this is, switched on or not."""
    if not token or len(token) > 200:
        return None
    return Source.objects.filter(token_digest__in=tokens.digests(token)).first()


def has_room(source: Source, *, at: datetime | None = None) -> bool:
    """Take one from what a source may still send, or note that it was refused.

    One UPDATE counts: any number of web processes take from the same, and none waits for
    the worker that reads what came before.
    """
    at = at or timezone.now()
    gap = ExpressionWrapper(Value(at) - F("counted_at"), output_field=DurationField())
    grown = F("left") + Extract(gap, "epoch") * Value(MOST_A_MINUTE / 60)
    full = Least(grown, Value(float(MOST_AT_ONCE)), output_field=FloatField())
    mine = Inflow.objects.filter(source=source)
    has_some = mine.alias(full=full).filter(full__gte=1)
    if has_some.update(left=full - 1, counted_at=at, last_came_at=at):
        return True
    mine.update(refused=F("refused") + 1, refused_at=at)
    return False


@transaction.atomic
def receive(source: Source, *, body: str, delivery: str = "", at: datetime | None = None) -> bool:
    """Keep what came, once; whether it is new. Two at once meet at the constraint."""
    at = at or timezone.now()
    name = delivery or f"{int(at.timestamp()) // AGAIN_WITHIN}:{body}"
    kept = sha256(name.encode(errors="replace")).hexdigest()
    row = Received(source=source, delivery=kept, body=body, came_at=at, try_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    from alerts.tasks import take_in  # which imports this module

    prompt(partial(take_in.delay, source.pk))
    return True


def delivery_of(source: Source, headers: Any, data: Any) -> str:
    """What a sender calls this delivery, so that one sent again is known; empty without."""
    for name in ("webhook-id", "Idempotency-Key", "Request-ID"):
        if given := headers.get(name):
            return f"{name}:{given}"[:500]
    if source.format == Format.PAGERDUTY and isinstance(data, dict):
        event = data.get("event")
        if isinstance(event, dict) and isinstance(event.get("id"), str):
            return f"event:{event['id']}"[:500]
    return ""


def forget(*, at: datetime) -> None:
    """Delete the text of what came a day ago, and all of it later."""
    old = Received.objects.filter(came_at__lt=at - KEPT_BODY).exclude(body="")
    old.exclude(state=ReceivedState.WAITING).update(body="")
    Received.objects.filter(came_at__lt=at - KEPT_ROW).delete()
