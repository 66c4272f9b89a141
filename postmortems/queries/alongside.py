"""What the page of a write-up shows besides, read in the query of the write-up itself."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from people.models import User
from postmortems.models import Debrief, Postmortem, WriteUpMoment

MOMENT = ("id", "occurred_at", "text")
DEBRIEF = ("id", "postmortem_id", "state", "starts_at", "ends_at", "notes", "facilitator_id")
LEADER = ("facilitator__display_name", "facilitator__email")


def with_moments(write_ups: QuerySet[Postmortem]) -> QuerySet[Postmortem]:
    """Read the timeline along."""
    moments = WriteUpMoment.objects.filter(postmortem=OuterRef("pk")).read()
    rows = moments.values(json=JSONObject(**{name: name for name in MOMENT}))
    return write_ups.annotate(moment_rows=ArraySubquery(rows))


def with_debriefs(write_ups: QuerySet[Postmortem]) -> QuerySet[Postmortem]:
    """Read the debriefs along, each with the name of whoever leads it."""
    debriefs = Debrief.objects.filter(postmortem=OuterRef("pk")).newest_first()
    rows = debriefs.values(json=JSONObject(**{name: name for name in (*DEBRIEF, *LEADER)}))
    return write_ups.annotate(debrief_rows=ArraySubquery(rows))


def moments_of(postmortem: Postmortem) -> list[WriteUpMoment]:
    """What readers see of its timeline: read along, or read now."""
    rows = getattr(postmortem, "moment_rows", None)
    if rows is None:
        return list(postmortem.moments.read())
    return [WriteUpMoment(**_values(WriteUpMoment, row, MOMENT)) for row in rows]


def debriefs_of(postmortem: Postmortem) -> list[Debrief]:
    """Its debriefs, the newest first: read along, or read now."""
    rows = getattr(postmortem, "debrief_rows", None)
    if rows is None:
        return list(postmortem.debriefs.select_related("facilitator").newest_first())
    return [_debrief(row) for row in rows]


def _debrief(row: dict[str, Any]) -> Debrief:
    debrief = Debrief(**_values(Debrief, row, DEBRIEF))
    if debrief.facilitator_id:
        name, email = (row[column] for column in LEADER)
        debrief.facilitator = User(pk=debrief.facilitator_id, display_name=name, email=email)
    return debrief


def _values(model: type[Model], row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The columns of a row that came as JSON, in which moments are texts."""
    fields = {str(field.attname): field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(row[name]) for name in names}
