"""Who can review."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from people.models import Team, User
from postmortems.models import Postmortem, ReviewRound


def tech_leads_for(postmortem: Postmortem) -> QuerySet[User]:
    """The tech leads who can review a write-up: those who see it and have not written in it."""
    leads = Team.objects.filter(tech_leads=OuterRef("pk"))
    free = User.objects.who_may_write().filter(Exists(leads)).exclude(postmortems=postmortem)
    return free.filter(pk__in=postmortem.audience().values("pk"))


def with_reviewers(rounds: QuerySet[ReviewRound]) -> QuerySet[ReviewRound]:
    """Rounds with who reads, and as `teams` the names of the teams whose tech lead that is."""
    teams = Team.objects.filter(tech_leads=OuterRef("reviewer")).order_by("name").values("name")
    return rounds.select_related("reviewer").annotate(teams=ArraySubquery(teams))


def leads_to_offer(this_round: ReviewRound) -> list[User]:
    """Who else could read it: leads of the reviewer's or an author's team, else all others."""
    postmortem = this_round.postmortem
    others = tech_leads_for(postmortem).exclude(pk=this_round.reviewer_id)
    teams = Team.objects.filter(members__in=postmortem.authors.all())
    near = teams | Team.objects.filter(tech_leads=this_round.reviewer_id)
    nearest = others.filter(leads_teams__in=near.values("pk")).distinct()
    return list(nearest) or list(others)
