"""What the frame around every page shows."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from incidents.models import Incident
from nudges.models import Nudge
from people.domain.accounts import is_first_run
from people.models import User
from postmortems.models import Postmortem

PLACES = {"incidents": "incidents", "postmortems": "postmortems", "learning": "library"}


@dataclass
class Navigation:
    """Counts are read when a page first shows them, and once."""

    user: User | None
    current: str

    @cached_property
    def waiting(self) -> int:
        return Nudge.objects.visible_to(self.user).listed().count() if self.user else 0

    @cached_property
    def open_incidents(self) -> int:
        return Incident.objects.visible_to(self.user).happening().count() if self.user else 0

    @cached_property
    def drafts(self) -> int:
        return Postmortem.objects.drafted_by(self.user).count() if self.user else 0

    @cached_property
    def is_first_run(self) -> bool:
        return is_first_run()


def navigation(request: HttpRequest) -> dict[str, Navigation]:
    """Give templates `nav`."""
    user = getattr(request, "user", None)
    match = request.resolver_match
    current = PLACES.get(match.namespace, match.url_name or "") if match else ""
    return {"nav": Navigation(user if isinstance(user, User) else None, current)}
