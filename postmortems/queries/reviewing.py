"""Who can review."""

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Team, User
from postmortems.models import Postmortem


def tech_leads_for(postmortem: Postmortem) -> QuerySet[User]:
    """The tech leads who can review a write-up: those who see it and have not written in it."""
    leads = Team.objects.filter(tech_leads=OuterRef("pk"))
    free = User.objects.who_may_write().filter(Exists(leads)).exclude(postmortems=postmortem)
    for incident in postmortem.incidents.filter(is_restricted=True, merged_into=None):
        free = free.filter(pk__in=incident.audience().values("pk"))
    return free
