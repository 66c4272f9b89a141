"""Many incidents, read a few hundred at a time, so that a hundred thousand take no more memory."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from incidents.models import CustomField, CustomValue, FieldKind, Incident
from incidents.models.custom import plain_number
from incidents.queries.sorting import SORTS

CHUNK = 500
MOMENTS = ("started_at", "detected_at", "declared_at", "mitigated_at", "resolved_at")
COLUMNS = (
    "reference",
    "title",
    "status",
    "severity",
    "mode",
    "undo_path",
    "services",
    *MOMENTS,
    "page",
)


def in_chunks(incidents: QuerySet[Incident], *, sort: str) -> Iterator[list[Incident]]:
    """All of them, in an order, so many at a time.

    Each chunk is a query of its own that begins after the place where the last
    one ended: no transaction is held open while somebody's network is slow, and
    whoever may no longer see an incident half-way does not get it.
    """
    order = SORTS[sort]
    values = CustomValue.objects.select_related("field", "person").filter(field__is_in_use=True)
    rows: QuerySet[Incident] = order.ordered(incidents, backwards=False).prefetch_related(
        "services", Prefetch("custom_values", queryset=values, to_attr="values_in_use")
    )
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        if len(chunk) < CHUNK:
            return
        chunk = list(order.beyond(rows, order.place_of(chunk[-1]))[:CHUNK])


def as_row(incident: Incident) -> dict[str, Any]:
    """What is said of one incident: nothing about who filed it or who was there."""
    return {
        "reference": incident.reference,
        "title": incident.title,
        "status": incident.status,
        "severity": incident.severity,
        "mode": incident.mode,
        "undo_path": incident.undo_path,
        "services": [service.slug for service in incident.services.all()],
        **{name: moment(getattr(incident, name)) for name in MOMENTS},
        "page": f"{settings.SITE_URL}{incident.get_absolute_url()}",
        "fields": as_answers(incident.values_in_use),  # type: ignore[attr-defined]
    }


def as_answers(values: list[CustomValue]) -> dict[str, str]:
    """Answers to custom fields by key; a person is who the organisation asked for by name."""
    return {value.field.key: _plain(value) for value in values}


def _plain(value: CustomValue) -> str:
    if value.number is not None:
        return plain_number(value.number)
    if value.date is not None:
        return value.date.isoformat()
    if value.field.kind == FieldKind.PERSON:
        return value.said
    return value.text


def moment(at: datetime | None) -> str | None:
    """A time in UTC to the second: 2026-11-25T09:31:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def field_keys() -> list[str]:
    return list(CustomField.objects.in_use().values_list("key", flat=True))
