"""Accounts as an admin reads them."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from incidents.models import Service
from organisation.queries.directory import PAGE, Listed
from people.models import Team, User
from people.models.user import UserQuerySet

STATES = {
    "here": Q(is_active=True) & (Q(invited_at=None) | Q(last_login__isnull=False)),
    "invited": Q(is_active=True, invited_at__isnull=False, last_login=None),
    "left": Q(is_active=False, erased_at=None),
    "asked": Q(erasure_asked_at__isnull=False, erased_at=None),
}


def list_members(*, named: str, state: str, after: int | None) -> Listed:
    """A page of accounts; a part of an address finds one, too."""
    people: UserQuerySet = (
        User.objects.by_name().select_related("team").filter(STATES[state], is_service=False)
    )
    if named:
        by_name = User.objects.by_name().named(named).values("pk")
        people = people.filter(Q(pk__in=by_name) | Q(email__contains=named.lower()))
    if after and (last := User.objects.by_name().filter(pk=after).first()):
        people = people.beyond(last)
    found = list(people[: PAGE + 1])
    return Listed(found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None)


def list_teams() -> QuerySet[Team]:
    """Every team, with how many people and services are in it."""
    people = User.objects.here().filter(team=OuterRef("pk")).order_by()
    services = Service.objects.filter(team=OuterRef("pk")).order_by()
    return Team.objects.prefetch_related("tech_leads").annotate(
        people_count=_counted(people), service_count=_counted(services)
    )


def _counted(rows: QuerySet[User] | QuerySet[Service]) -> Subquery:
    counted = rows.values("team").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())
