"""Tell a room what came since, a line every few minutes and never one an alert."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import Group
from incidents.domain.alerting import note_alerts
from incidents.models import Incident

EVERY = timedelta(minutes=3)
# What Markdown could take for its own.
MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:@&])")


def plain(text: str) -> str:
    """Words of a sender so that Markdown shows them as they are."""
    return MARKS.sub(r"\\\1", text)


def note_if_due(group: Group, *, at: datetime) -> bool:
    """Write down what came since the last line, if that is a few minutes ago.

    The conditional UPDATE is the claim: of a worker and a sweep one writes.
    """
    with transaction.atomic():
        groups = Group.objects.select_related("incident").select_for_update(of=["self"])
        group = groups.get(pk=group.pk)
        if not (group.fired or group.cleared) or group.noted_at > at - EVERY:
            return False
        incident: Incident | None = group.incident
        if incident and incident.is_open:
            note_alerts(incident, text=_says(group), at=at)
        group.fired, group.cleared, group.titles, group.noted_at = 0, 0, [], at
        group.save(update_fields=["fired", "cleared", "titles", "noted_at"])
    return True


def _says(group: Group) -> str:
    lines = []
    if group.fired:
        many = ngettext(
            "%(n)d more alert: %(names)s.", "%(n)d more alerts: %(names)s.", group.fired
        )
        names = ", ".join(plain(title) for title in group.titles)
        if group.fired > len(group.titles) and group.titles:
            names += "…" if names.endswith(".") else " …"
        lines.append(many % {"n": group.fired, "names": names})
    if group.cleared:
        many = ngettext("%(n)d alert is resolved.", "%(n)d alerts are resolved.", group.cleared)
        lines.append(many % {"n": group.cleared})
        if not group.alerts.firing().exists():
            lines.append(_("None of them fires any more. You decide when this is over."))
    return " ".join(lines)


def groups_to_note() -> list[int]:
    due = Group.objects.to_note().filter(noted_at__lte=timezone.now() - EVERY)
    return list(due.values_list("pk", flat=True)[:500])
