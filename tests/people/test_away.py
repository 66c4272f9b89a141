"""Saying when one is away."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from people.domain.away import be_away, be_back, spells
from people.errors import DomainError
from people.models import User
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


@pytest.fixture
def march():
    with time_machine.travel("2026-03-10T12:00Z", tick=False):
        yield


@pytest.fixture
def nia():
    return UserFactory()


def away(user, first, last):
    return be_away(user, by=user, first_day=first, last_day=last)


def test_days_that_touch_or_overlap_are_one_spell(nia):
    away(nia, TODAY + DAY, TODAY + 3 * DAY)
    away(nia, TODAY + 4 * DAY, TODAY + 5 * DAY)
    nia = away(nia, TODAY + 8 * DAY, TODAY + 8 * DAY)

    assert spells(nia) == [(TODAY + DAY, TODAY + 5 * DAY), (TODAY + 8 * DAY, TODAY + 8 * DAY)]


def test_one_can_be_back_in_the_middle(nia):
    away(nia, TODAY, TODAY + 4 * DAY)
    nia = be_back(nia, by=nia, first_day=TODAY + 2 * DAY, last_day=TODAY + 2 * DAY)

    assert spells(nia) == [(TODAY, TODAY + DAY), (TODAY + 3 * DAY, TODAY + 4 * DAY)]


def test_what_has_passed_is_forgotten(nia):
    away(nia, TODAY, TODAY + DAY)
    with time_machine.travel("2026-03-20T12:00Z", tick=False):
        nia = away(nia, TODAY + 15 * DAY, TODAY + 15 * DAY)

    assert nia.away_days == [TODAY + 15 * DAY]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (TODAY + DAY, TODAY, "comes after the first"),
        (TODAY - 3 * DAY, TODAY - DAY, "passed already"),
        (TODAY, date(2036, 3, 10), "within a year"),
        (date.min, date.max, "within a year"),
    ],
)
def test_days_that_make_no_sense_are_refused_beside_the_field(
    nia, client_of, first, last, sentence
):
    response = client_of(nia).post(
        reverse("people:go_away"), {"first_day": first.isoformat(), "last_day": last.isoformat()}
    )

    assert response.status_code == 422
    assert sentence in response.context["away_form"].errors["last_day"][0]
    assert User.objects.get(pk=nia.pk).away_days == []


def test_today_is_today_where_they_are():
    ahead = UserFactory(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-03-10T12:00Z", tick=False):  # the 11th, in Auckland
        with pytest.raises(DomainError, match="passed already"):
            away(ahead, TODAY, TODAY)
        assert spells(away(ahead, TODAY + DAY, TODAY + DAY)) == [(TODAY + DAY, TODAY + DAY)]


def test_nobody_says_it_for_somebody_else(nia):
    with pytest.raises(DomainError, match="themselves"):
        be_away(nia, by=UserFactory(), first_day=TODAY, last_day=TODAY)
    with pytest.raises(DomainError, match="themselves"):
        be_back(nia, by=UserFactory(), first_day=TODAY, last_day=TODAY)


def test_two_who_say_it_at_once_are_both_heard(race):
    user = UserFactory()

    race(2, [lambda n=n: away(user, TODAY + n * DAY, TODAY + n * DAY) for n in (1, 3)])

    assert User.objects.get(pk=user.pk).away_days == [TODAY + DAY, TODAY + 3 * DAY]


def test_it_is_said_and_taken_back_on_the_profile(nia, client_of):
    client = client_of(nia)
    days = {"first_day": "2026-03-12", "last_day": "2026-03-14"}

    client.post(reverse("people:go_away"), days)
    page = client.get(reverse("people:profile")).text
    client.post(reverse("people:come_back"), days)

    assert "12 Mar 2026 to 14 Mar 2026" in page
    assert User.objects.get(pk=nia.pk).away_days == []


def test_the_country_is_one_whose_holidays_are_known(nia, client_of):
    client = client_of(nia)
    page = client.get(reverse("people:profile"))
    said = {name: value for name, value in page.context["form"].initial.items() if value != ""}

    assert "Kenya" in page.text
    refused = client.post(reverse("people:save_profile"), said | {"country": "XX"})
    assert refused.status_code == 422
    assert client.post(reverse("people:save_profile"), said | {"country": "KE"}).status_code == 302
    assert User.objects.get(pk=nia.pk).country == "KE"
