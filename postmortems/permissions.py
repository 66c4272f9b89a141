"""Who may do what with a write-up, asked by pages and API alike.

Whether it can be done at its present status is asked by the domain.
"""

from incidents.models import Participation
from people.models import User
from people.permissions import may_write, only
from postmortems.models import Debrief, Postmortem, ReviewRound


def is_author(user: User, postmortem: Postmortem) -> bool:
    """Whether somebody has written in it."""
    return user in postmortem.authors.all()


def may_edit(user: User, postmortem: Postmortem) -> bool:
    """Authors, whoever was in the incident, and admins."""
    if not may_write(user):
        return False
    return user.is_admin or is_author(user, postmortem) or _was_there(user, postmortem)


def _was_there(user: User, postmortem: Postmortem) -> bool:
    if getattr(postmortem, "read_for", None) == user.pk:
        return bool(postmortem.was_there)  # type: ignore[attr-defined]  # read by queries.to_read
    return Participation.objects.filter(user=user, incident__postmortems=postmortem).exists()


def _leads(user: User, postmortem: Postmortem) -> bool:
    if getattr(postmortem, "read_for", None) == user.pk:
        return bool(postmortem.read_by_lead)  # type: ignore[attr-defined]  # queries.to_read
    return user.leads_teams.exists()


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
    return not is_author(user, this_round.postmortem) and _leads(user, this_round.postmortem)


def may_comment(user: User, postmortem: Postmortem) -> bool:
    """Anyone who may write, kindly."""
    return may_write(user)


def may_publish(user: User, postmortem: Postmortem) -> bool:
    """Authors, tech leads and admins."""
    if not may_write(user):
        return False
    return user.is_admin or is_author(user, postmortem) or _leads(user, postmortem)


def may_share(user: User, postmortem: Postmortem) -> bool:
    """Whoever may put it into the library says who reads it outside, and takes it back."""
    return may_publish(user, postmortem)


def may_show_people(user: User, postmortem: Postmortem) -> bool:
    """Authors and admins say whether people are called by name."""
    return may_write(user) and (user.is_admin or is_author(user, postmortem))


def may_plan(user: User, postmortem: Postmortem | None) -> bool:
    """Anyone who may write plans follow-ups, says what is missing, and what became of it."""
    return may_write(user)


def may_import(user: User) -> bool:
    """Admins, and tech leads of any team: it publishes, so it is theirs who may publish."""
    return may_write(user) and (user.is_admin or user.leads_teams.exists())


def may_change_incidents(user: User, postmortem: Postmortem) -> bool:
    """Authors and admins say what a write-up is about: it decides who sees their words."""
    return may_write(user) and (user.is_admin or is_author(user, postmortem))


def may_plan_debrief(user: User, postmortem: Postmortem) -> bool:
    """Whoever may edit the write-up invites people to talk about it."""
    return may_edit(user, postmortem)


def may_run_debrief(user: User, debrief: Debrief) -> bool:
    """Whoever planned for it, and the one who leads it, keep the notes."""
    if not may_write(user):
        return False
    return debrief.facilitator_id == user.pk or may_plan_debrief(user, debrief.postmortem)


def may_keep_templates(user: User) -> bool:
    """Admins decide what write-ups begin with."""
    return may_write(user) and user.is_admin


template_keepers_only = only(may_keep_templates)
