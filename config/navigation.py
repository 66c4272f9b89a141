"""What the frame around every page shows."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.http import HttpRequest

from incidents.models import Incident
from nudges.models import Nudge
from people.domain.accounts import is_first_run
from people.models import User
from postmortems.models import Postmortem

PLACES = {"incidents": "incidents", "postmortems": "postmortems", "learning": "library"}


@dataclass
class Navigation:
    """Counts are read when a page first shows one, all in one query."""

    user: User | None
    current: str

    @cached_property
    def counts(self) -> dict[str, int]:
        if self.user is None:
            return dict.fromkeys(("waiting", "open_incidents", "drafts"), 0)
        me = User.objects.filter(pk=self.user.pk)
        counts: dict[str, Any] = {
            **me.values(
                waiting=_count(Nudge.objects.visible_to(self.user).listed()),
                open_incidents=_count(Incident.objects.visible_to(self.user).happening()),
                drafts=_count(Postmortem.objects.visible_to(self.user).drafted_by(self.user)),
            ).get()
        }
        return counts

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


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, as a part of another query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def navigation(request: HttpRequest) -> dict[str, Navigation]:
    """Give templates `nav`."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    current = PLACES.get(match.namespace, match.url_name or "") if match else ""
    return {"nav": Navigation(user if isinstance(user, User) else None, current or "elsewhere")}
