"""Who may be asked to write to somebody, nearest first."""

from datetime import datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from incidents.models import Asking, ReachOut
from people.hours import is_working
from people.models import RotaPlace, Team, User

LATELY = timedelta(days=30)
TECH_LEAD, ON_ROTA, SENIOR_OF_TEAM, SENIOR_ELSEWHERE = range(4)


def whom_to_ask(reach_out: ReachOut, *, at: datetime) -> User | None:
    """The nearest person who is at work, or where nobody is, the nearest of all."""
    nearest = None
    for one in _nearest_first(reach_out, at).iterator(chunk_size=100):
        if is_working(one, at):
            return one
        nearest = nearest or one
    return nearest


def _nearest_first(reach_out: ReachOut, at: datetime) -> QuerySet[User]:
    """The person's tech leads, their team's rota, its other seniors, and then the others'.

    A rota has an order. Of others who are equally near, whoever was asked least often
    lately goes first, and then whoever was asked longest ago.
    """
    team = Team.objects.filter(members=reach_out.person)
    leads = Team.objects.filter(tech_leads=OuterRef("pk"))
    place = RotaPlace.objects.filter(team__in=team, person=OuterRef("pk"))
    askings = Asking.objects.filter(user=OuterRef("pk"), asked_at__gt=at - LATELY)
    circle = Case(
        When(Exists(leads.filter(pk__in=team)), then=Value(TECH_LEAD)),
        When(Exists(place), then=Value(ON_ROTA)),
        When(is_senior=True, team__in=team, then=Value(SENIOR_OF_TEAM)),
        default=Value(SENIOR_ELSEWHERE),
        output_field=IntegerField(),
    )
    how_often = askings.order_by().values("user").annotate(count=Count("pk")).values("count")
    return (
        User.objects.who_may_write()
        .filter(Q(Exists(leads)) | Q(Exists(place)) | Q(is_senior=True))
        .exclude(pk=reach_out.person_id)
        .exclude(pk__in=reach_out.this_round().values("user"))
        .annotate(
            circle=circle,
            place=Case(When(circle=ON_ROTA, then=Subquery(place.values("position")[:1]))),
            asked_lately=Coalesce(Subquery(how_often), 0),
            asked_last=Subquery(askings.order_by("-asked_at").values("asked_at")[:1]),
        )
        .order_by("circle", "place", "asked_lately", F("asked_last").asc(nulls_first=True), "pk")
    )
