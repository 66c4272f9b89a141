"""Everything that is told of one incident, with people as their roles."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from incidents.exports.roles import Roles
from incidents.exports.rows import MOMENTS, answers_of, moment
from incidents.models import CustomValue, Incident, Kind, Repair, Task, TimelineEntry, Update


@dataclass(frozen=True)
class Story:
    """The rows of one incident, read in as many queries as there are tables."""

    incident: Incident
    services: list[str]
    answers: list[CustomValue]
    updates: list[Update]
    entries: list[TimelineEntry]
    tasks: list[Task]
    repairs: list[Repair]
    roles: Roles


def read_story(incident: Incident) -> Story:
    people = list(incident.participations.select_related("user"))
    entries = list(incident.timeline.oldest_first().select_related("author"))
    tasks = list(incident.tasks.select_related("assignee"))
    repairs = list(
        incident.repairs.select_related("run_by", "pairs", "checked_by").prefetch_related("steps")
    )
    others = [entry.author for entry in entries] + [task.assignee for task in tasks]
    for repair in repairs:
        others += [repair.run_by, repair.pairs, repair.checked_by]
    answers = incident.custom_values.filter(field__is_in_use=True)
    return Story(
        incident=incident,
        services=list(incident.services.values_list("name", flat=True)),
        answers=list(answers.select_related("field", "person").order_by("field__position")),
        updates=list(incident.updates.select_related("entry__author").order_by("posted_at", "pk")),
        entries=entries,
        tasks=tasks,
        repairs=repairs,
        roles=Roles(people, others),
    )


def as_json(story: Story) -> dict[str, Any]:
    incident, clean = story.incident, story.roles.in_place_of_names
    return {
        "reference": incident.reference,
        "page": f"{settings.SITE_URL}{incident.get_absolute_url()}",
        "title": clean(incident.title),
        "status": incident.status,
        "severity": incident.severity,
        "mode": incident.mode,
        "undo_path": incident.undo_path,
        "services": story.services,
        **{name: moment(getattr(incident, name)) for name in MOMENTS},
        "fields": answers_of(incident),
        "updates": [_update(one, story.roles) for one in story.updates],
        "timeline": [_entry(one, story.roles) for one in story.entries],
        "tasks": [_task(one, story.roles) for one in story.tasks],
        "repairs": [_repair(one, story.roles) for one in story.repairs],
    }


def by(entry: TimelineEntry, roles: Roles) -> str:
    """The role of whoever wrote an entry; who filed the incident is not said, not even so."""
    return "" if entry.kind == Kind.OPENED else roles.of(entry.author)


def _update(update: Update, roles: Roles) -> dict[str, Any]:
    is_withdrawn = update.entry.withdrawn_at is not None
    parts = {name: getattr(update, name) for name in ("conditions", "actions", "needs")}
    return {
        "posted_at": moment(update.posted_at),
        "by": by(update.entry, roles),
        "is_withdrawn": is_withdrawn,
        **{
            name: "" if is_withdrawn else roles.in_place_of_names(text)
            for name, text in parts.items()
        },
        "next_update_at": moment(update.next_update_at),
    }


def _entry(entry: TimelineEntry, roles: Roles) -> dict[str, Any]:
    is_withdrawn = entry.withdrawn_at is not None
    return {
        "occurred_at": moment(entry.occurred_at),
        "recorded_at": moment(entry.recorded_at),
        "kind": entry.kind,
        "by": by(entry, roles),
        "text": "" if is_withdrawn else roles.in_place_of_names(entry.text),
        "is_key_moment": entry.is_key_moment,
        "is_withdrawn": is_withdrawn,
    }


def _task(task: Task, roles: Roles) -> dict[str, Any]:
    return {
        "text": roles.in_place_of_names(task.text),
        "by": roles.of(task.assignee),
        "added_at": moment(task.added_at),
        "done_at": moment(task.done_at),
    }


def _repair(repair: Repair, roles: Roles) -> dict[str, Any]:
    texts = {
        name: roles.in_place_of_names(getattr(repair, name))
        for name in ("what_was_written", "how_to_find", "how_to_repair")
    }
    return {
        **texts,
        "state": repair.state,
        "done": repair.done,
        "total": repair.total,
        "begun_at": moment(repair.begun_at),
        "ended_at": moment(repair.ended_at),
        "run_by": roles.of(repair.run_by),
        "checked_by": roles.of(repair.checked_by),
        "steps": [
            {
                "name": step.name,
                "ticked_at": moment(step.ticked_at),
                "note": roles.in_place_of_names(step.note),
            }
            for step in repair.steps.all()
        ],
    }
