"""Which incident an alert belongs to: one a group, and never more an hour than a source may open.

Every function here is called with the source locked.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.domain.deciding import Decision
from alerts.domain.noting import plain
from alerts.formats import Incoming
from alerts.formats.incoming import LONGEST_TITLE, line
from alerts.models import Group, Source
from incidents.domain.filing import declare_incident
from incidents.models import Incident, Service, Severity

HOUR = timedelta(hours=1)
# An alert may have begun before it was sent, but not in another week.
BEGAN_WITHIN = timedelta(days=1)
STORM = "storm"
MOST_TITLES = 3


def open_or_join(
    source: Source, incoming: Incoming, decision: Decision, *, at: datetime
) -> tuple[Group, str]:
    """The group of an alert, in the incident it has or in a new one; and which it was."""
    if group := current(source, decision.group):
        return _joins(group, incoming), "joined"
    if opened_lately(source) < source.most_an_hour:
        incident = _open(source, incoming, decision, at=at)
        return _begin(source, decision.group, incident, at=at, opened=True), "opened"
    if storm := current(source, STORM):
        return _joins(storm, incoming), "storm"
    incident = _open_storm(source, decision.services)
    storm = _begin(source, STORM, incident, at=at, opened=True, is_storm=True)
    return _joins(storm, incoming), "storm"


def find_incident(
    source: Source, incoming: Incoming, decision: Decision, *, at: datetime
) -> tuple[Group | None, str]:
    """The group of an alert that opens nothing: where its own has an incident, or its services."""
    if group := current(source, decision.group):
        return _joins(group, incoming), "joined"
    there = open_incident_of(decision)
    if there is None:
        return None, "kept"
    group = _begin(source, decision.group, there, at=at)
    return _joins(group, incoming), "joined"


def current(source: Source, key: str) -> Group | None:
    """The group of a key whose incident is still open."""
    rows = Group.objects.filter(source=source, key=key, is_current=True)
    group = rows.select_related("incident").first()
    return group if group and group.incident and group.incident.is_open else None


def open_incident_of(decision: Decision) -> Incident | None:
    """The newest open incident of the services that an alert is about."""
    if not decision.services:
        return None
    here = Incident.objects.happening().filter(services__in=decision.services)
    return here.distinct().first()


def opened_lately(source: Source) -> int:
    """How many incidents a source opened within the hour, without the one for a storm."""
    since = timezone.now() - HOUR
    mine = Group.objects.filter(source=source, opened_incident=True, is_storm=False)
    return mine.filter(began_at__gt=since).count()


def _joins(group: Group, incoming: Incoming) -> Group:
    """Let the room be told of one more, with those before it."""
    group.fired += 1
    if len(group.titles) < MOST_TITLES and incoming.title not in group.titles:
        group.titles = [*group.titles, incoming.title]
    group.save(update_fields=["fired", "titles"])
    return group


def _begin(
    source: Source,
    key: str,
    incident: Incident,
    *,
    at: datetime,
    opened: bool = False,
    is_storm: bool = False,
) -> Group:
    Group.objects.filter(source=source, key=key, is_current=True).update(is_current=False)
    return Group.objects.create(
        source=source,
        key=key,
        incident=incident,
        opened_incident=opened,
        is_storm=is_storm,
        began_at=at,
        noted_at=at,
    )


def _open(source: Source, incoming: Incoming, decision: Decision, *, at: datetime) -> Incident:
    return declare_incident(
        by=None,
        title=line(decision.title, LONGEST_TITLE),
        severity=decision.severity,
        services=decision.services,
        started_at=_began(incoming, at),
        at=at,
        asks_for_help=source.asks_for_help,
        says=opening_words(source, incoming),
    )


def opening_words(source: Source, incoming: Incoming) -> str:
    """What the timeline begins with: who said it, and where one can look."""
    names = {"source": plain(source.name), "title": plain(incoming.title)}
    text = _("Opened by an alert from %(source)s: %(title)s.") % names
    if incoming.link:
        text += f" [{_('See the alert')}](<{incoming.link}>)"
    return text


def _open_storm(source: Source, services: tuple[Service, ...]) -> Incident:
    text = _(
        "Opened by %(source)s, which has opened %(count)d incidents within the hour. "
        "What else comes from it is gathered here."
    )
    return declare_incident(
        by=None,
        title=line(_("Many alerts at once from %s") % source.name, LONGEST_TITLE),
        severity=Severity.UNSET,
        services=services,
        asks_for_help=source.asks_for_help,
        says=text % {"source": plain(source.name), "count": source.most_an_hour},
    )


def _began(incoming: Incoming, at: datetime) -> datetime | None:
    began = incoming.began_at
    return began if began and at - BEGAN_WITHIN < began <= at else None
