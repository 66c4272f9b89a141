"""Which incidents a list, an export or the API is about, by what somebody chose."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from incidents.models import (
    CustomField,
    CustomValue,
    FieldKind,
    Incident,
    Mode,
    SearchText,
    Service,
    matching,
)
from incidents.models.incident import OPEN
from people.models import User

UNSET = "unset"
OPEN_ONES = "open"
# Practice is looked for by those who want it, and otherwise in nobody's way.
USUAL = (Mode.LIVE, Mode.RECORD)
FEW = 1000


def narrowed(user: User, wanted: Mapping[str, Any]) -> QuerySet[Incident]:
    """The incidents that a user may see and that are as the cleaned filters want them."""
    incidents: QuerySet[Incident] = Incident.objects.visible_to(user).standing()
    if text := matching.clean(wanted.get("q", "")):
        incidents = _of_words(incidents, text)
    if wanted.get("mine"):
        incidents = incidents.filter(pk__in=user.participations.values("incident"))
    return incidents.filter(_of_itself(wanted), _of_services(wanted), *_of_fields(wanted))


def _of_words(incidents: QuerySet[Incident], text: str) -> QuerySet[Incident]:
    """Those that tell of what was typed.

    Postgres cannot know how rare words are that it is asked for in an order, and
    would walk through all incidents for three of them. So a few are looked for
    first, by the index of words; where there are more, the walk is short.
    """
    found = SearchText.objects.filter(matching.condition(text)).values_list("pk", flat=True)
    few = list(found[: FEW + 1])
    return incidents.filter(pk__in=few if len(few) <= FEW else found)


def _of_itself(wanted: Mapping[str, Any]) -> Q:
    """Conditions on the incident's own columns."""
    which = Q(mode__in=wanted.get("mode") or USUAL)
    if statuses := wanted.get("status"):
        which &= Q(status__in={*statuses} | ({*OPEN} if OPEN_ONES in statuses else set()))
    if severities := wanted.get("severity"):
        which &= Q(severity__in=["" if one == UNSET else one for one in severities])
    if paths := wanted.get("undo_path"):
        which &= Q(undo_path__in=paths)
    if first := wanted.get("from"):
        which &= Q(declared_at__gte=_begin_of(first))
    if last := wanted.get("to"):
        which &= Q(declared_at__lt=_begin_of(last + timedelta(days=1)))
    return which


def _begin_of(day: date) -> datetime:
    """When a day begins for the person who asks."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_services(wanted: Mapping[str, Any]) -> Q:
    """Conditions on what is affected: any of the services, looked after by any of the teams."""
    which = Q()
    if slugs := wanted.get("service"):
        which &= Q(pk__in=Service.objects.filter(slug__in=slugs).values("incidents"))
    if team := wanted.get("team"):
        which &= Q(pk__in=Service.objects.filter(team__name=team).values("incidents"))
    return which


def _of_fields(wanted: Mapping[str, Any]) -> list[Q]:
    """Conditions on what is answered to custom fields."""
    asked: dict[CustomField, Mapping[str, Any]] = wanted.get("fields", {})
    return [Q(pk__in=_answers(field, given).values("incident")) for field, given in asked.items()]


def _answers(field: CustomField, given: Mapping[str, Any]) -> QuerySet[CustomValue]:
    values = field.values.all()
    if field.kind == FieldKind.CHOICE:
        return values.alias(start=Left("text", 80)).filter(start__in=given["any"])
    if field.kind == FieldKind.PERSON:
        words = given["has"]
        return values.filter(
            Q(person__display_name__icontains=words) | Q(person__email__istartswith=words)
        )
    if field.kind in (FieldKind.TEXT, FieldKind.LINK):
        return values.exclude(text="").filter(text__icontains=given["has"])
    if (least := given.get("from")) is not None:
        values = values.filter(**{f"{field.column}__gte": least})
    if (most := given.get("to")) is not None:
        values = values.filter(**{f"{field.column}__lte": most})
    return values
