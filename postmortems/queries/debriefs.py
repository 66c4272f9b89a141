"""Who can come to a debrief, and who could lead it."""

from datetime import datetime

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Lower

from incidents.models import Participation
from people.hours import is_working
from people.models import User
from postmortems.models import Postmortem

MOST_SUGGESTED = 5
# Whether somebody is at work is reckoned in Python: so many are looked at, seniors first.
MOST_LOOKED_AT = 200


def may_come(postmortem: Postmortem) -> QuerySet[User]:
    """Everybody here, as far as they see the write-up."""
    return postmortem.audience().order_by(Lower("display_name"), "email")


def was_there(postmortem: Postmortem) -> QuerySet[User]:
    """Whoever was in one of its incidents."""
    there = Participation.objects.filter(incident__in=postmortem.incidents.all())
    return may_come(postmortem).filter(pk__in=there.values("user"))


def from_outside(postmortem: Postmortem, *, among: QuerySet[User] | None = None) -> QuerySet[User]:
    """Whoever may write and was in none of its incidents, among those who may come."""
    among = may_come(postmortem) if among is None else among
    inside = Participation.objects.filter(incident__in=postmortem.incidents.all())
    writers = User.objects.who_may_write().values("pk")
    return among.filter(pk__in=writers).exclude(pk__in=inside.values("user"))


def facilitators(people: QuerySet[User], *, at: datetime | None) -> QuerySet[User]:
    """People from outside, first the few who suit best: at work at that time, seniors first."""
    best = _at_work(people, at) if at else []
    nearness = Case(When(pk__in=[one.pk for one in best], then=Value(0)), default=Value(1))
    return people.annotate(nearness=nearness).order_by(
        "nearness", "-is_senior", Lower("display_name"), "email"
    )


def _at_work(people: QuerySet[User], at: datetime) -> list[User]:
    looked_at = people.order_by("-is_senior", Lower("display_name"))[:MOST_LOOKED_AT]
    return [one for one in looked_at if is_working(one, at)][:MOST_SUGGESTED]
