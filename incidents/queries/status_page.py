"""What the status page shows: updates marked for it, and nothing else of an incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Mode, Service, Status, StatusPage, Update

SHOWN_FOR = timedelta(days=14)
MOST_UPDATES = 200
PUBLIC_STATUS = {
    Status.INVESTIGATING: _("Being looked into"),
    Status.MITIGATING: _("Being put right"),
    Status.MONITORING: _("Put right, and watched"),
    Status.RESOLVED: _("Resolved"),
    Status.STOOD_DOWN: _("Resolved"),
}

TONES = {
    Status.INVESTIGATING: "ember",
    Status.MITIGATING: "amber",
    Status.MONITORING: "iris",
    Status.RESOLVED: "celadon",
    Status.STOOD_DOWN: "celadon",
}


@dataclass(frozen=True)
class PublicIncident:
    """What customers read of one incident: which services, how it stands, what was said."""

    services: list[str]
    status: str
    is_open: bool
    begun_at: datetime
    over_at: datetime | None
    updates: list[Update]

    @property
    def says(self) -> str:
        return str(PUBLIC_STATUS[Status(self.status)])

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]


@dataclass(frozen=True)
class PublicService:
    """A service by its public name, and how it stands."""

    name: str
    status: str

    @property
    def says(self) -> str:
        return str(PUBLIC_STATUS[Status(self.status)]) if self.status else str(_("Works"))

    @property
    def tone(self) -> str:
        return TONES[Status(self.status or Status.RESOLVED)]


@dataclass(frozen=True)
class PublicPage:
    page: StatusPage
    services: list[PublicService]
    happening: list[PublicIncident]
    earlier: list[PublicIncident]


def is_on_status_page() -> Q:
    """Whether an incident, in a query, may be told of on the status page."""
    page_is_on = Exists(StatusPage.objects.filter(is_on=True))
    named = Exists(Service.objects.filter(incidents=OuterRef("pk")).exclude(public_name=""))
    return Q(page_is_on, named, mode=Mode.LIVE, is_restricted=False)


def may_be_public(incident: Incident) -> bool:
    """Whether there is a status page, and the incident may be told of on it."""
    return Incident.objects.filter(is_on_status_page(), pk=incident.pk).exists()


def status_page() -> StatusPage | None:
    """The page, if it is on."""
    return StatusPage.objects.filter(pk=1, is_on=True).first()


def public_updates() -> QuerySet[Update]:
    """Updates that were marked for the status page, of incidents that may be on it.

    With the page off there are none. An incident is on it by the services that have a
    public name; practice and restricted incidents never are.
    """
    incidents = Incident.objects.standing().filter(is_on_status_page())
    return Update.objects.exclude(public_text="").filter(
        incident__in=incidents.values("pk"), entry__withdrawn_at=None
    )


def read_status_page(page: StatusPage) -> PublicPage:
    """Read everything the page shows, in two queries."""
    since = timezone.now() - SHOWN_FOR
    updates = (
        public_updates()
        .filter(Q(incident__resolved_at=None) | Q(incident__resolved_at__gt=since))
        .select_related("incident")
        .annotate(
            public_names=ArrayAgg(
                "incident__services__public_name",
                filter=~Q(incident__services__public_name=""),
                distinct=True,
            )
        )
        .order_by("-posted_at", "-pk")[:MOST_UPDATES]
    )
    incidents = _by_incident(list(updates))
    happening = [one for one in incidents if one.is_open]
    return PublicPage(
        page=page,
        services=_services(happening),
        happening=happening,
        earlier=[one for one in incidents if not one.is_open],
    )


def _by_incident(updates: list[Update]) -> list[PublicIncident]:
    """Gather updates, newest first, under their incidents, in the order of the newest."""
    gathered: dict[int, list[Update]] = {}
    for update in updates:
        gathered.setdefault(update.incident_id, []).append(update)
    return [_public(said) for said in gathered.values()]


def _public(updates: list[Update]) -> PublicIncident:
    incident = updates[0].incident
    return PublicIncident(
        services=updates[0].public_names,  # type: ignore[attr-defined]  # annotated above
        status=incident.status,
        is_open=incident.is_open,
        begun_at=incident.started_at,
        over_at=incident.resolved_at,
        updates=updates,
    )


def _services(happening: list[PublicIncident]) -> list[PublicService]:
    """Every service by its public name, with the earliest stage of what is happening to it."""
    stages = [str(status) for status in PUBLIC_STATUS]
    worst: dict[str, str] = {}
    for incident in happening:
        for name in incident.services:
            worst[name] = min(worst.get(name, incident.status), incident.status, key=stages.index)
    names = Service.objects.exclude(public_name="").order_by("public_name")
    return [
        PublicService(name, worst.get(name, ""))
        for name in dict.fromkeys(names.values_list("public_name", flat=True))
    ]
