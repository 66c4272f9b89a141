"""Which incidents count as like another, and in which order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident, Mode
from incidents.queries.similar import similar_incidents
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def past(title, *, days=10, services=(), **more):
    at = timezone.now() - timedelta(days=days)
    return IncidentFactory(title=title, at=at, services=services, **more)


def like(title, **more):
    return similar_incidents(more.pop("user", None) or UserFactory(), title=title, **more)


def test_the_more_alike_come_first_and_the_unlike_not_at_all():
    alike = past("Payments time out for customers in Europe")
    partly = past("Payments are slow in Europe")
    past("The search index is stale")

    assert like("Payments time out in Europe") == [alike, partly]


def test_a_shared_service_comes_first_among_the_alike():
    service = ServiceFactory()
    here = past("Payments time out", days=300, services=[service])
    elsewhere = past("Payments time out", days=2)

    assert like("Payments time out", services=[service]) == [here, elsewhere]
    assert like("Payments time out") == [elsewhere, here]


def test_a_shared_service_alone_makes_nothing_alike():
    service = ServiceFactory()
    past("The search index is stale", services=[service])

    assert like("Payments time out", services=[service]) == []


def test_the_newer_comes_first_among_the_equally_alike():
    older, newer = (past("Payments time out", days=days) for days in (400, 20))

    assert like("Payments time out") == [newer, older]


def test_a_rare_word_says_more_than_a_common_one():
    for number in range(20):
        past(f"Something number {number} is slow", days=3)
    rare = past("The kubelet is stuck", days=900)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_searchtext")

    assert like("kubelet is slow", limit=1) == [rare]


def test_slips_of_the_fingers_are_understood():
    incident = past("Payment is failing for customers")

    assert like("paymnet faling") == [incident]


def test_a_long_description_finds_what_it_tells_of():
    incident = past("Card payments are declined")

    text = "Since about nine many customers tell support that their card payments are declined"
    assert like(text) == [incident]


def test_restricted_practice_merged_and_itself_are_never_suggested():
    inside = UserFactory()
    restricted = past("Payments time out", by=inside)
    Incident.objects.filter(pk=restricted.pk).update(is_restricted=True)
    practice = past("Payments time out", mode=Mode.PRACTICE)
    merged, left = past("Payments time out", is_over=True), past("Payments time out")
    Incident.objects.filter(pk=merged.pk).update(merged_into=left)

    assert practice.is_practice
    assert like("Payments time out", excluding=left) == []
    assert like("Payments time out") == [left]
    assert set(like("Payments time out", user=inside)) == {left, restricted}


def test_words_of_what_is_restricted_change_nothing_for_anybody_else():
    seen = past("Payments time out at dawn in Europe")

    def likeness():
        found = like("Payments time out in Europe since build k8x22")
        return next(one.likeness for one in found if one == seen)

    before = likeness()
    hidden = past("Stolen k8x22 build", by=UserFactory())
    while_open = likeness()
    Incident.objects.filter(pk=hidden.pk).update(is_restricted=True)

    assert while_open < before
    assert likeness() == before


@pytest.mark.parametrize(
    "title", ["", "  ", "\0", "?!", "the is", "'; --", "a & b | !c", "x" * 10_000, "\ud800", "🦊"]
)
def test_whatever_is_typed_is_taken(title):
    past("Payments time out")

    assert like(title, services=[ServiceFactory()]) == []


def test_it_asks_as_often_for_few_as_for_many():
    user = UserFactory()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert like("paymnet time out", user=user)
        return len(captured)

    past("Payment time out")
    few = queries()
    for _ in range(4):
        past("Payment time out")

    assert queries() == few <= 4
