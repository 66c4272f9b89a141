from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from people.models import Team, User
from people.prepared import NotPrepared, prepared
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@prepared
def seen_by(reader: User, open_only: bool = False) -> QuerySet[Incident]:
    incidents = Incident.objects.visible_to(reader).select_related("declared_by").order_by("pk")
    return incidents.open() if open_only else incidents


def test_each_run_has_values_of_its_own():
    nia, ines = UserFactory(), UserFactory()
    hers = IncidentFactory(by=nia, is_restricted=True)
    everyones = IncidentFactory(by=ines)

    assert seen_by(nia) == [hers, everyones]
    assert seen_by(ines) == [everyones]
    assert [one.declared_by for one in seen_by(reader=nia)] == [nia, ines]


def test_a_flag_is_another_read():
    nia = UserFactory()
    over, going_on = IncidentFactory(by=nia, is_over=True), IncidentFactory(by=nia)

    assert seen_by(nia) == [over, going_on]
    assert seen_by(nia, open_only=True) == [going_on]


def test_what_shapes_a_read_of_a_row_is_part_of_its_shape():
    nia = UserFactory()
    IncidentFactory(by=nia)
    assert len(seen_by(nia)) == 1

    nia.is_active = False

    with CaptureQueriesContext(connection) as captured:
        assert seen_by(nia) == []
    assert not captured.captured_queries


def test_it_is_built_twice_and_then_only_run():
    built = count()

    @prepared
    def named(number: int) -> QuerySet[Team]:
        next(built)
        return Team.objects.filter(pk=number)

    teams = [Team.objects.create(name=name) for name in ("Payments", "Search")]

    assert [named(team.pk) for team in teams] == [[team] for team in teams]
    assert next(built) == 2


def test_moments_and_what_else_a_read_compares_with_them():
    @prepared
    def before(moment: datetime, other: int) -> QuerySet[User]:
        teams = Team.objects.filter(pk=OuterRef("team"))
        people = User.objects.annotate(team_name=Subquery(teams.values("name")[:1]))
        return people.filter(Q(date_joined__lt=moment) & ~Q(pk=other)).order_by("pk")

    now = timezone.now()
    team = Team.objects.create(name="Payments")
    one, two = (UserFactory(team=team, date_joined=now - timedelta(days=days)) for days in (1, 9))

    assert before(now, two.pk) == [one]
    assert before(now - timedelta(days=3), one.pk) == [two]
    assert before(now, one.pk)[0].team_name == "Payments"


def test_related_rows_are_fetched_for_what_was_found():
    @prepared
    def with_services(incident: int) -> QuerySet[Incident]:
        return Incident.objects.filter(pk=incident).prefetch_related("services")

    incidents = [IncidentFactory() for _ in range(2)]

    for incident in incidents:
        [found] = with_services(incident.pk)
        assert found == incident
        assert found._prefetched_objects_cache["services"]._result_cache == []


def test_a_read_that_asks_the_clock_is_found_out():
    @prepared
    def joined(number: int) -> QuerySet[User]:
        return User.objects.filter(pk=number, date_joined__lt=timezone.now())

    with pytest.raises(NotPrepared, match="joined reads something"):
        joined(1)


def test_a_read_that_changes_a_value_on_the_way_is_found_out():
    @prepared
    def after(number: int) -> QuerySet[User]:
        return User.objects.filter(pk__gt=F("pk") + (number + 1))

    with pytest.raises(NotPrepared, match="after does not pass on number"):
        after(1)


def test_a_read_that_looks_at_another_field_of_a_row_fails():
    @prepared
    def colleagues(person: User) -> QuerySet[User]:
        return User.objects.filter(team=person.team_id)

    with pytest.raises(User.DoesNotExist):
        colleagues(UserFactory())


def test_a_read_that_knows_the_zone_of_its_reader_is_found_out():
    @prepared
    def of_a_day(number: int) -> QuerySet[User]:
        days = User.objects.annotate(day=TruncDate("date_joined"))
        return days.filter(pk=number, day__isnull=False)

    with pytest.raises(NotPrepared, match="of_a_day reads something"):
        of_a_day(1)


def test_many_at_once_get_their_own(race):
    people = [UserFactory() for _ in range(4)]
    for one in people:
        IncidentFactory(by=one, is_restricted=True)

    def look(person):
        for _ in range(20):
            assert [one.declared_by for one in seen_by(person)] == [person]

    assert race(4, [partial(look, one) for one in people]) == ["ok"] * 4
