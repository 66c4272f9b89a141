"""Who may be asked to sit beside somebody in their first incident."""

from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.models import Buddy, Mode, Participation
from incidents.queries.helpers import at_work, is_experienced, who_may_come
from people.models import User

AT_ONCE = 3


def companions_near(buddy: Buddy, *, at: datetime) -> list[User]:
    """Up to three who are at work: of the person's team, or who know the services."""
    knows = buddy.incident.services.values("experts")
    near = Q(pk__in=knows)
    if team := buddy.person.team_id:
        near |= Q(team=team)
    return _at_work(_who_have_been_there(buddy).filter(near), at)


def companions_anywhere(buddy: Buddy, *, at: datetime) -> list[User]:
    """Up to three more who are at work, wherever they are."""
    return _at_work(_who_have_been_there(buddy), at)


def _who_have_been_there(buddy: Buddy) -> QuerySet[User]:
    """Those who were in a real incident before, or are experienced, and have not been asked."""
    earlier = Participation.objects.filter(
        user=OuterRef("pk"), incident__lt=buddy.incident_id
    ).exclude(incident__mode=Mode.PRACTICE)
    people = who_may_come(buddy.incident).exclude(pk=buddy.person_id)
    people = people.exclude(pk__in=buddy.asked.values("pk"))
    return people.filter(Exists(earlier) | is_experienced())


def _at_work(people: QuerySet[User], at: datetime) -> list[User]:
    # In no order, so that it is not always the same ones.
    chosen = people.order_by("-is_senior", "?").iterator(chunk_size=200)
    return list(islice(at_work(chosen, at), AT_ONCE))
