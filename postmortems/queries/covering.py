"""Who would lose sight of a write-up."""

from incidents.models import Incident
from people.models import User
from postmortems.models import Postmortem


def hides_from(postmortem: Postmortem, incident: Incident) -> list[User]:
    """Its authors who do not see a restricted incident, and would not see the write-up then."""
    return list(postmortem.authors.here().exclude(pk__in=incident.audience().values("pk")))
