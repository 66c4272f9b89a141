"""Move what belongs to one incident to another, and back: all rows that point at it.

Every column that points at an incident has its line in `RULES`; a test holds it.
Where the other incident has its own of what there is only one of, the row stays
where it was: it is out of sight, and there when the two are taken apart.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from incidents.models import Incident, Link, Participation, Picture, ResponseRole, Task

if TYPE_CHECKING:
    Column = models.Field[Any, Any]

Kept = dict[str, Any]


@dataclass(frozen=True)
class Moves:
    """Rows of a column move, but for those whose `unless_there` the other incident has too."""

    unless_there: str = ""


STAYS = None

RULES: dict[str, Moves | None] = {
    "incidents.TimelineEntry.incident": Moves(),
    "incidents.Update.incident": Moves(),
    "incidents.Participation.incident": Moves(unless_there="user"),
    "incidents.Access.incident": Moves(unless_there="user"),
    "incidents.Incident_services.incident": Moves(unless_there="service"),
    "incidents.Task.incident": Moves(unless_there="suggestion"),
    "incidents.HelpRequest.incident": Moves(),
    "incidents.Repair.incident": Moves(),
    "incidents.Picture.incident": Moves(),
    "incidents.Link.incident": Moves(),
    "incidents.Link.other": Moves(),
    "incidents.CustomValue.incident": Moves(unless_there="field"),
    "incidents.ReachOut.incident": Moves(unless_there="person"),
    "incidents.Note.incident": Moves(),
    "incidents.Buddy.incident": Moves(unless_there="person"),
    "postmortems.Postmortem_incidents.incident": Moves(unless_there="postmortem"),
    "learning.Story_incidents.incident": Moves(unless_there="story"),
    "learning.Run.incident": Moves(),
    # What goes on alerting is told where the incident is now.
    "alerts.Group.incident": Moves(),
    # How the duplicate was noticed says nothing of how the other was.
    "learning.Noticing.incident": STAYS,
    # Postgres keeps the words of each by itself.
    "incidents.SearchText.incident": STAYS,
    # What was put right about the duplicate's own times, and what was merged into it before.
    "incidents.TimeChange.incident": STAYS,
    "incidents.Merge.duplicate": STAYS,
    "incidents.Merge.into": STAYS,
    "incidents.Incident.merged_into": STAYS,
}


def pointing_at_incidents() -> dict[str, "Column"]:
    """Every column that points at an incident, those of the tables between many and many too."""
    relations = Incident._meta.get_fields(include_hidden=True)
    fields = [
        relation.field
        for relation in relations
        if isinstance(relation, models.ManyToOneRel) and relation.auto_created
    ]
    return {f"{field.model._meta.label}.{field.name}": field for field in fields}


def move(source: Incident, target: Incident) -> tuple[dict[str, list[str]], Kept]:
    """Move all there is. Returns the keys of what moved, by column, and what was changed for it."""
    kept: Kept = {
        "suggestions": _make_room_for_tasks(source, target),
        "digests": _make_room_for_pictures(source, target),
        "roles": _make_room_for_the_lead(source, target),
    }
    moved: dict[str, list[str]] = {}
    for label, field in pointing_at_incidents().items():
        rule = RULES.get(label, Moves())
        if rule is not STAYS and (keys := _move_rows(label, field, rule, source, target)):
            moved[label] = keys
    return moved, kept


def move_back(
    moved: dict[str, list[str]], kept: Kept, *, source: Incident, target: Incident
) -> None:
    """Put back what moved from `source` and is still at `target`; what came since stays there."""
    fields = pointing_at_incidents()
    for label in [name for name in moved if name in fields]:
        field, keys = fields[label], moved[label]
        rows = field.model._base_manager.filter(pk__in=keys, **{field.name: target})
        if label == "incidents.Participation.incident":
            rows.filter(role=ResponseRole.LEAD).update(role=ResponseRole.RESPONDER)
        rows.update(**{field.name: source})
    for model, name, column in (
        (Task, "suggestions", "suggestion"),
        (Picture, "digests", "digest"),
        (Participation, "roles", "role"),
    ):
        for key, value in kept.get(name, {}).items():
            model._base_manager.filter(pk=key, incident=source).update(**{column: value})


def _move_rows(
    label: str,
    field: "Column",
    rule: Moves,
    source: Incident,
    target: Incident,
) -> list[str]:
    rows = field.model._base_manager.filter(**{field.name: source})
    if rule.unless_there:
        there = field.model._base_manager.filter(**{field.name: target})
        if label == "incidents.Task.incident":
            there = there.exclude(suggestion="")
        rows = rows.exclude(**{f"{rule.unless_there}__in": there.values(rule.unless_there)})
    if field.model is Link:
        rows = rows.exclude(pk__in=_links_that_are_there(source, target))
    keys = list(rows.values_list("pk", flat=True))
    field.model._base_manager.filter(pk__in=keys).update(**{field.name: target})
    return [str(key) for key in keys]


def _links_that_are_there(source: Incident, target: Incident) -> list[int]:
    """The links of `source` with `target`, and with what `target` is linked with itself."""
    known = {target.pk}
    for one, other in Link.objects.of(target).values_list("incident", "other"):
        known |= {one, other}
    known.discard(source.pk)
    links = Link.objects.of(source)
    return list(
        links.filter(Q(incident__in=known) | Q(other__in=known)).values_list("pk", flat=True)
    )


def _make_room_for_tasks(source: Incident, target: Incident) -> dict[str, str]:
    """Let suggested tasks that somebody took or did move although they are there a second time."""
    there = target.tasks.exclude(suggestion="").values("suggestion")
    touched = source.tasks.filter(suggestion__in=there).filter(
        Q(done_at__isnull=False) | Q(assignee__isnull=False)
    )
    kept = {str(task.pk): task.suggestion for task in touched}
    Task.objects.filter(pk__in=kept).update(suggestion="")
    return kept


def _make_room_for_pictures(source: Incident, target: Incident) -> dict[str, str]:
    """Let a picture that is in both move too: texts lead to it by its own address."""
    twice = source.pictures.filter(digest__in=target.pictures.values("digest"))
    kept = {str(picture.pk): picture.digest for picture in twice}
    for picture in twice:
        Picture.objects.filter(pk=picture.pk).update(digest=f"moved {picture.pk.hex}")
    return kept


def _make_room_for_the_lead(source: Incident, target: Incident) -> dict[str, str]:
    """Remember who did what; the lead of `target` stays, and that of `source` helps along."""
    kept = {str(one.pk): one.role for one in source.participations.all()}
    if target.participations.filter(role=ResponseRole.LEAD).exists():
        leads = source.participations.filter(role=ResponseRole.LEAD)
        staying = target.participations.values("user")
        leads.exclude(user__in=staying).update(role=ResponseRole.RESPONDER)
    return kept
