"""Who may do what with a write-up, asked by pages and API alike.

Whether it can be done at its present status is asked by the domain.
"""

from incidents.models import Participation
from people.models import User
from people.permissions import may_write
from postmortems.models import Postmortem, ReviewRound


def is_author(user: User, postmortem: Postmortem) -> bool:
    """Whether somebody has written in it."""
    return user in postmortem.authors.all()


def may_edit(user: User, postmortem: Postmortem) -> bool:
    """Authors, whoever was in the incident, and admins."""
    if not may_write(user):
        return False
    return user.is_admin or is_author(user, postmortem) or _was_there(user, postmortem)


def _was_there(user: User, postmortem: Postmortem) -> bool:
    return Participation.objects.filter(user=user, incident__postmortems=postmortem).exists()


def may_review(user: User, this_round: ReviewRound) -> bool:
    """Whoever was asked."""
    return may_write(user) and this_round.reviewer_id == user.pk


def may_ask_another(user: User, this_round: ReviewRound) -> bool:
    """Whoever may ask at all, and whoever was asked."""
    return may_review(user, this_round) or may_edit(user, this_round.postmortem)


def may_take_over(user: User, this_round: ReviewRound) -> bool:
    """Tech leads who have not written in it."""
    if not may_write(user) or this_round.reviewer_id == user.pk:
        return False
    return not is_author(user, this_round.postmortem) and user.leads_teams.exists()


def may_comment(user: User, postmortem: Postmortem) -> bool:
    """Anyone who may write, kindly."""
    return may_write(user)


def may_publish(user: User, postmortem: Postmortem) -> bool:
    """Authors, tech leads and admins."""
    if not may_write(user):
        return False
    return user.is_admin or is_author(user, postmortem) or user.leads_teams.exists()


def may_plan(user: User, postmortem: Postmortem) -> bool:
    """Anyone who may write plans follow-ups and says what became of them."""
    return may_write(user)
