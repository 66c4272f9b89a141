"""Hand on what somebody keeps around write-ups, because they leave. What they wrote stays theirs.

Nothing goes to whoever does not see it. What nobody could be given is open to whoever takes it.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.models import Incident
from nudges.domain.outbox import nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import User
from postmortems.domain.debriefing import cancel_debrief, change_debrief
from postmortems.domain.handing_over import hand_over_follow_up
from postmortems.domain.locking import lock, tell_readers
from postmortems.domain.reviewing import ask_another_lead, why_not
from postmortems.models import Debrief, DebriefState, FollowUp, Invitation, Postmortem, ReviewRound
from postmortems.queries.debriefs import from_outside
from postmortems.queries.reviewing import leads_to_offer


@transaction.atomic
def hand_on_follow_ups(user: User, *, by: User, to: User | None) -> None:
    """Hand on what is open. Without anybody to give it to, it is nobody's, and waits for one."""
    for follow_up in held_follow_ups(user).order_by("pk") if to else []:
        assert to
        try:
            hand_over_follow_up(follow_up, by=by, to=to)
        except DomainError:
            continue


@transaction.atomic
def hand_on_write_ups(user: User, *, by: User, to: User | None) -> None:
    """Let somebody else write on what is being written, and be reminded of what is not begun."""
    if to is None:
        return
    theirs = held_write_ups(user).filter(pk__in=Postmortem.objects.visible_to(to))
    for postmortem in theirs.order_by("pk"):
        postmortem = lock(postmortem)
        postmortem.authors.add(to)
        tell_readers(postmortem)
    about = ContentType.objects.get_for_model(Incident)
    waiting = Nudge.objects.open().filter(recipient=user, kind="write_up", about_type=about)
    for incident in Incident.objects.visible_to(to).filter(pk__in=waiting.values("about_id")):
        nudge("write_up", about=incident, to=[to], again=f"after {user.pk}")


@transaction.atomic
def hand_on_reviews(user: User, *, by: User, to: User | None) -> None:
    """Ask another lead to read what waits for them, or let any lead take it over."""
    for this_round in held_reviews(user).select_related("postmortem").order_by("pk"):
        suits = [to] if to and not why_not(to, this_round.postmortem) else []
        others = suits or [one for one in leads_to_offer(this_round) if one != user][:1]
        if others:
            ask_another_lead(this_round, by=by, reviewer=others[0])
        else:
            ReviewRound.objects.filter(pk=this_round.pk).update(offer_at=timezone.now())


@transaction.atomic
def hand_on_debriefs(user: User, *, by: User, to: User | None) -> None:
    """Let somebody else from outside lead a debrief; one that nobody comes to is called off."""
    for debrief in held_debriefs(user).select_related("postmortem", "facilitator").order_by("pk"):
        invited = set(debrief.invited.filter(is_active=True)) - {user}
        leads = debrief.facilitator
        if leads == user:
            outside = from_outside(debrief.postmortem)
            leads = outside.filter(pk=to.pk).first() if to else None
        if not invited and not leads:
            cancel_debrief(debrief, by=by)
            continue
        minutes = int((debrief.ends_at - debrief.starts_at).total_seconds() // 60)
        change_debrief(
            debrief,
            by=by,
            starts_at=debrief.starts_at,
            minutes=minutes,
            invited=invited,
            facilitator=leads,
            place=debrief.place,
        )


def held_follow_ups(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.open().filter(owner=user)


def held_write_ups(user: User) -> QuerySet[Postmortem]:
    return Postmortem.objects.drafted_by(user)


def held_reviews(user: User) -> QuerySet[ReviewRound]:
    return ReviewRound.objects.waiting_for(user)


def held_debriefs(user: User) -> QuerySet[Debrief]:
    ahead = Debrief.objects.filter(state=DebriefState.PLANNED, starts_at__gt=timezone.now())
    invited = Invitation.objects.filter(user=user).values("debrief")
    return ahead.filter(Q(facilitator=user) | Q(pk__in=invited))
