"""What the frame around every page shows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils import timezone

from incidents.models import Incident
from nudges.models import Nudge
from people.domain.accounts import is_first_run
from people.models import User
from people.prepared import prepared
from postmortems.models import Postmortem

COUNTS = ("waiting", "open_incidents", "drafts")
PLACES = {
    "incidents": "incidents",
    "postmortems": "postmortems",
    "follow_ups": "postmortems",
    "learning": "library",
    "insights": "insights",
    "directory": "people",
    "organisation": "organisation",
    "webhooks": "organisation",
    "alerts": "organisation",
    "slack": "organisation",
    "slack:mine": "profile",
    "slack:link": "profile",
}


@dataclass
class Navigation:
    """Counts are read when a page first shows one, all in one query."""

    user: User | None
    current: str

    @cached_property
    def counts(self) -> dict[str, int]:
        if self.user is None:
            return dict.fromkeys(COUNTS, 0)
        [me] = _with_counts(self.user, timezone.now())
        return {name: getattr(me, name) or 0 for name in COUNTS}

    @property
    def waiting(self) -> int:
        return self.counts["waiting"]

    @property
    def open_incidents(self) -> int:
        return self.counts["open_incidents"]

    @property
    def drafts(self) -> int:
        return self.counts["drafts"]

    @cached_property
    def is_first_run(self) -> bool:
        return is_first_run()


@prepared
def _with_counts(user: User, now: datetime) -> QuerySet[User]:
    return (
        User.objects.filter(pk=user.pk)
        .only("pk")
        .annotate(
            waiting=_count(Nudge.objects.visible_to(user).listed(at=now)),
            open_incidents=_count(Incident.objects.visible_to(user).happening()),
            drafts=_count(Postmortem.objects.visible_to(user).real().drafted_by(user)),
        )
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a part of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def navigation(request: HttpRequest) -> dict[str, Navigation]:
    """Give templates `nav`."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    return {"nav": Navigation(user if isinstance(user, User) else None, _place(match))}


def _place(match: ResolverMatch | None) -> str:
    """Which entry a page belongs to, by its own name, else by its app's."""
    if match is None:
        return "elsewhere"
    of_page, of_app = PLACES.get(match.view_name), PLACES.get(match.namespace)
    return of_page or of_app or match.url_name or "elsewhere"
