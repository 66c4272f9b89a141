"""The rules of a source, in their order."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.domain.sources import lock
from alerts.models import Action, Rule, Source
from incidents.models import Service
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

MOST_RULES = 50

CHANGED = action("alerts.change_rules", gettext_lazy("Changed the rules of a source of alerts"))


@transaction.atomic
def add_rule(
    source: Source,
    *,
    by: User,
    matches: list[list[str]],
    action: str = Action.OPEN,
    severity: str = "",
    service: Service | None = None,
    title: str = "",
    group_by: list[str] | None = None,
) -> Rule:
    """Add a rule after those there are. The source is locked, so that two have two places."""
    source = lock(source)
    count = source.rules.count()
    if count >= MOST_RULES:
        raise DomainError(_("There are 50 rules already, and more would be hard to follow."))
    rule = Rule.objects.create(
        source=source,
        position=count,
        matches=matches,
        action=action,
        severity=severity,
        service=service,
        title=title,
        group_by=group_by or [],
    )
    note(CHANGED, by=by, about=source, name=source.name, change="added")
    return rule


@transaction.atomic
def change_rule(
    rule: Rule,
    *,
    by: User,
    matches: list[list[str]],
    action: str = Action.OPEN,
    severity: str = "",
    service: Service | None = None,
    title: str = "",
    group_by: list[str] | None = None,
) -> Rule:
    """Let a rule say something else. What is open stays with the incident it has."""
    source = lock(rule.source)
    rule = source.rules.get(pk=rule.pk)
    rule.matches, rule.action, rule.severity = matches, action, severity
    rule.service, rule.title, rule.group_by = service, title, group_by or []
    rule.save()
    note(CHANGED, by=by, about=source, name=source.name, change="changed")
    return rule


@transaction.atomic
def move_rule(rule: Rule, *, by: User, position: int) -> None:
    """Put a rule at a place among the others, counted from 0."""
    source = lock(rule.source)
    rows = list(source.rules.exclude(pk=rule.pk))
    rows.insert(max(0, min(position, len(rows))), rule)
    _number(rows)
    note(CHANGED, by=by, about=source, name=source.name, change="moved")


@transaction.atomic
def delete_rule(rule: Rule, *, by: User) -> None:
    """Take a rule away; the next that matches decides then. Twice is once."""
    source = lock(rule.source)
    gone, _rows = source.rules.filter(pk=rule.pk).delete()
    if gone:
        _number(list(source.rules.all()))
        note(CHANGED, by=by, about=source, name=source.name, change="deleted")


def _number(rows: list[Rule]) -> None:
    for place, row in enumerate(rows):
        Rule.objects.filter(pk=row.pk).update(position=place)
