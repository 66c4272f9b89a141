"""One incident as a Markdown document, in the time zone of whoever asked."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.exports.one import Story, by
from incidents.models import Repair, RepairStepName


def as_markdown(story: Story) -> str:
    """The facts, then what was said, what happened, what was done."""
    incident, clean = story.incident, story.roles.in_place_of_names
    title = " ".join(clean(incident.title).split())
    parts = [
        f"# {incident.reference}: {title}",
        _facts(story),
        _section(_("Updates"), _updates(story)),
        _section(_("Timeline"), _timeline(story)),
        _section(_("Tasks"), _tasks(story)),
        *(_section(_("Data repair"), _repair(one, story)) for one in story.repairs),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}" if text else ""


def _facts(story: Story) -> str:
    incident = story.incident
    known = [
        (_("Status"), incident.get_status_display()),
        (_("Severity"), incident.get_severity_display()),
        (_("Mode"), "" if incident.asks_people else incident.get_mode_display()),
        (_("To undo it"), incident.get_undo_path_display()),
        (_("Services"), ", ".join(story.services)),
        (_("Started"), _moment(incident.started_at)),
        (_("Detected"), _moment(incident.detected_at)),
        (_("Declared"), _moment(incident.declared_at)),
        (_("Mitigated"), _moment(incident.mitigated_at)),
        (_("Resolved"), _moment(incident.resolved_at)),
        *((value.field.label, value.said) for value in story.answers),
    ]
    return "\n".join(f"- **{name}:** {value}" for name, value in known if value)


def _updates(story: Story) -> str:
    told = []
    for update in story.updates:
        if update.entry.withdrawn_at:
            continue
        said = [
            update.conditions,
            update.actions and f"{_('Being done')}: {update.actions}",
            update.needs and f"{_('Would help')}: {update.needs}",
        ]
        text = "\n\n".join(story.roles.in_place_of_names(one.strip()) for one in said if one)
        told.append(f"### {_moment(update.posted_at)}\n\n{text}")
    return "\n\n".join(told)


def _timeline(story: Story) -> str:
    lines = []
    for entry in story.entries:
        who = by(entry, story.roles)
        said = _("(withdrawn)")
        if entry.withdrawn_at is None:
            said = _indented(story.roles.in_place_of_names(entry.text))
        star = " ★" if entry.is_key_moment else ""
        head = f"**{_moment(entry.occurred_at)}**{star}{f' {who}' if who else ''}"
        lines.append(f"- {head}: {said}")
    return "\n".join(lines)


def _tasks(story: Story) -> str:
    lines = []
    for task in story.tasks:
        who = story.roles.of(task.assignee)
        text = _indented(story.roles.in_place_of_names(task.text))
        lines.append(f"- [{'x' if task.is_done else ' '}] {text}{f' ({who})' if who else ''}")
    return "\n".join(lines)


def _repair(repair: Repair, story: Story) -> str:
    clean = story.roles.in_place_of_names
    rows = f"{repair.done} / {repair.total}" if repair.total is not None else str(repair.done)
    known = [
        (_("State"), repair.get_state_display()),
        (_("Rows put right"), rows),
        (_("What was written"), clean(repair.what_was_written)),
        (_("How to find the rows"), clean(repair.how_to_find)),
        (_("How they are put right"), clean(repair.how_to_repair)),
    ]
    facts = [f"- **{name}:** {_indented(value)}" for name, value in known if value]
    ticked = {step.name: step for step in repair.steps.all()}
    for name in RepairStepName:
        step = ticked.get(name)
        note = f": {clean(step.note)}" if step and step.note else ""
        when = f" ({_moment(step.ticked_at)})" if step else ""
        facts.append(f"- [{'x' if step else ' '}] {name.label}{when}{note}")
    return "\n".join(facts)


def _indented(text: str) -> str:
    """Lines that stay inside the list item they are in."""
    return "\n  ".join(text.strip().splitlines())


def _moment(at: datetime | None) -> str:
    """A time as a reader anywhere understands it, with its zone."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M Y, H:i')} {local.tzname()}"
