"""Who may do what with a write-up, asked by pages and API alike."""

from incidents.models import Participation
from people.models import User
from people.permissions import may_write
from postmortems.models import Postmortem, ReviewRound


def may_edit(user: User, postmortem: Postmortem) -> bool:
    """Authors, whoever was in the incident, and admins, while the words can change."""
    if not may_write(user) or not postmortem.is_editable:
        return False
    return (
        user.is_admin
        or postmortem.authors.filter(pk=user.pk).exists()
        or Participation.objects.filter(user=user, incident__in=postmortem.incidents.all()).exists()
    )


def may_review(user: User, this_round: ReviewRound | None) -> bool:
    """Whoever was asked, until there is a verdict."""
    return (
        this_round is not None
        and may_write(user)
        and this_round.reviewer_id == user.pk
        and not this_round.verdict
    )


def may_publish(user: User, postmortem: Postmortem) -> bool:
    """Authors, tech leads and admins."""
    return may_write(user) and (
        user.is_admin or postmortem.authors.filter(pk=user.pk).exists() or user.leads_teams.exists()
    )
