"""Many incidents, read a few hundred at a time, so that a hundred thousand take no more memory."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse

from incidents.models import CustomField, CustomValue, FieldKind, Incident, Service
from incidents.models.custom import plain_number
from incidents.queries.sorting import SORTS
from people.models import User

CHUNK = 500
PLAIN = ("title", "status", "severity", "mode", "undo_path")
MOMENTS = ("started_at", "detected_at", "declared_at", "mitigated_at", "resolved_at")
COLUMNS = ("reference", *PLAIN, "services", *MOMENTS, "page")

Row = dict[str, Any]


def in_chunks(incidents: QuerySet[Incident], *, sort: str) -> Iterator[list[Row]]:
    """All of them, in an order, so many at a time, each with what `COLUMNS` names and `fields`.

    Each chunk is a query of its own that begins after the place where the last
    one ended: no transaction is held open while somebody's network is slow, and
    whoever may no longer see an incident half-way does not get it.
    """
    order = SORTS[sort]
    ordered = order.ordered(incidents, backwards=False)
    pages = f"{settings.SITE_URL}{reverse('incidents:list')}"
    rows = _read(ordered, order.column)
    while rows:
        yield [_as_row(one, pages) for one in rows]
        if len(rows) < CHUNK:
            return
        last = rows[-1]
        rows = _read(order.beyond(ordered, last[order.column], last["pk"]), order.column)


def _read(incidents: QuerySet[Incident], column: str) -> list[Row]:
    """Plain values in one query: a thousand model instances would take ten times as long."""
    services = Service.objects.filter(incidents=OuterRef("pk")).order_by("slug")
    found = incidents.annotate(
        slugs=ArraySubquery(services.values("slug")),
        answers=ArraySubquery(_answers().filter(incident=OuterRef("pk"))),
    )
    names = {"pk", *PLAIN, *MOMENTS, "slugs", "answers", column}
    return list(found.values(*sorted(names))[:CHUNK])


def _answers() -> QuerySet[CustomValue, Any]:
    values = CustomValue.objects.filter(field__is_in_use=True).order_by("field__position", "field")
    return values.values(
        json=JSONObject(
            key=F("field__key"),
            kind=F("field__kind"),
            text=F("text"),
            number=Cast("number", TextField()),
            date=F("date"),
            name=F("person__display_name"),
            email=F("person__email"),
        )
    )


def _as_row(found: Row, pages: str) -> Row:
    """What is said of one incident: nothing about who filed it or who was there."""
    reference = f"INC-{found['pk']}"
    return {
        "reference": reference,
        **{name: found[name] for name in PLAIN},
        "services": found["slugs"],
        **{name: moment(found[name]) for name in MOMENTS},
        "page": f"{pages}{reference}/",
        "fields": {one["key"]: _plain(one) for one in found["answers"]},
    }


def _plain(answer: Row) -> str:
    """An answer as a program reads it; a person is who the organisation asked for by name."""
    if answer["kind"] == FieldKind.NUMBER:
        return plain_number(Decimal(answer["number"]))
    if answer["kind"] == FieldKind.DATE:
        return str(answer["date"])
    if answer["kind"] == FieldKind.PERSON:
        return User(display_name=answer["name"], email=answer["email"]).get_full_name()
    return str(answer["text"])


def answers_of(incident: Incident) -> dict[str, str]:
    """What one incident answers, as `fields` has it."""
    found = _answers().filter(incident=incident)
    return {one["json"]["key"]: _plain(one["json"]) for one in found}


def moment(at: datetime | None) -> str | None:
    """A time in UTC to the second: 2026-11-25T09:31:00Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def field_keys() -> list[str]:
    return list(CustomField.objects.in_use().values_list("key", flat=True))
