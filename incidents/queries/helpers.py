"""Who may be asked for a hand, circle by circle."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from incidents.models import HelpRequest, Incident, Mode, Participation, Reach
from nudges.domain.outbox import told
from people.hours import is_working
from people.models import Team, User

# A few at a time: one is enough, and a hand that everybody is asked for is nobody's to lend.
MOST_ASKED = {Reach.KNOWS_THE_SERVICE: 5, Reach.WAS_IN_SIMILAR: 5, Reach.OTHERS_AROUND: 10}
MOST_AT_LAST = MOST_ASKED[Reach.OTHERS_AROUND]
MOST_LOOKED_AT = 100
SIMILAR_INCIDENTS = 20


def who_may_be_asked(request: HelpRequest) -> QuerySet[User]:
    """Everyone who could come and has not been asked.

    In practice it is the others who are in it, and nobody else.
    """
    incident = request.incident
    asked = told("help_wanted", about=request)
    if incident.is_practice:
        here = Exists(incident.participations.filter(user=OuterRef("pk")))
        people = User.objects.who_may_write()
        if request.asked_by_id:
            people = people.exclude(pk=request.asked_by_id)
        return people.exclude(pk__in=asked).filter(here)
    others = who_may_come(incident).exclude(pk__in=asked)
    return others.exclude(pk=request.asked_by_id) if request.asked_by_id else others


def who_may_come(incident: Incident) -> QuerySet[User]:
    """Everyone who could come to an incident: active, not here yet, and let in."""
    people = User.objects.who_may_write()
    if incident.is_restricted:
        people = people.filter(Exists(incident.accesses.filter(user=OuterRef("pk"))))
    return people.filter(~Exists(incident.participations.filter(user=OuterRef("pk"))))


def circle(request: HelpRequest, reach: Reach, *, at: datetime) -> list[User]:
    """Whom a request goes to when it gets as far as `reach`, nearest first.

    Whoever is at work now is asked. Where nobody is, those who are near all the
    same: only a live incident may interrupt, and this is one.
    """
    people, most = who_may_be_asked(request), MOST_ASKED[reach]
    if request.incident.is_practice:
        return list(people[:most])
    if reach == Reach.OTHERS_AROUND:
        return _around(request, people, at)
    near = _for_company if request.is_for_company else _for_a_hand
    candidates = list(near(request, people, reach)[:MOST_LOOKED_AT])
    return list(islice(at_work(candidates, at), most)) or candidates[:most]


def anybody(request: HelpRequest) -> list[User]:
    """The last to turn to, when nobody knows what is involved and nobody is at work."""
    people = who_may_be_asked(request).filter(is_experienced())
    return list(people.order_by("?")[:MOST_AT_LAST])


def _for_a_hand(request: HelpRequest, people: QuerySet[User], reach: int) -> QuerySet[User]:
    """Those who know the services, or then those who were in the latest incidents of them."""
    services = request.incident.services.all()
    if reach == Reach.KNOWS_THE_SERVICE:
        return people.filter(pk__in=services.values("experts")).order_by("-is_senior", "?")
    similar = (
        Incident.objects.standing()
        .filter(services__in=services)
        .exclude(mode=Mode.PRACTICE)
        .exclude(pk=request.incident_id)
        .order_by("-pk")
        .distinct()
    )
    latest = list(similar.values_list("pk", flat=True)[:SIMILAR_INCIDENTS])
    there = Participation.objects.filter(incident__in=latest)
    return (
        people.filter(pk__in=there.values("user"))
        .annotate(
            last=Max("participations__incident", filter=Q(participations__incident__in=latest))
        )
        .order_by("-last", "?")
    )


def _for_company(request: HelpRequest, people: QuerySet[User], reach: int) -> QuerySet[User]:
    """The seniors and tech leads of one's own team, or then those of the others."""
    own = Team.objects.filter(members=request.asked_by_id)
    leads_it = Exists(own.filter(tech_leads=OuterRef("pk")))
    if reach == Reach.KNOWS_THE_SERVICE:
        return people.filter(leads_it | Q(is_senior=True, team__in=own)).order_by("?")
    return people.filter(is_experienced()).order_by("?")


def is_experienced() -> Q:
    """Seniors and tech leads."""
    return Q(is_senior=True) | Q(Exists(Team.objects.filter(tech_leads=OuterRef("pk"))))


def _around(request: HelpRequest, people: QuerySet[User], at: datetime) -> list[User]:
    """Seniors first, and otherwise in no order, so that it is not always the same ones.

    Those who know the services and were left to rest are asked by now as well.
    """
    around = people.order_by("-is_senior", "?").iterator(chunk_size=200)
    chosen = list(islice(at_work(around, at), MOST_AT_LAST))
    if request.is_for_company:
        return chosen
    resting = _for_a_hand(request, people, Reach.KNOWS_THE_SERVICE)
    return chosen + list(resting.exclude(pk__in=[one.pk for one in chosen])[:MOST_AT_LAST])


def at_work(people: Iterable[User], at: datetime) -> Iterator[User]:
    """Those of `people` who are in their working hours."""
    return (person for person in people if is_working(person, at))
