"""The directory: who is here, and what they say of themselves."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisation.queries.directory import PAGE, workdays
from people.domain.away import be_away
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PEOPLE = reverse("directory:people")


@pytest.fixture
def reader(client_of):
    return client_of(UserFactory(display_name="Zed Reader", role="reader"))


def names(response):
    return [person.get_full_name() for person in response.context["listed"].people]


def test_everybody_here_is_listed_by_name_whatever_its_letters_case(reader):
    UserFactory(display_name="beth Adams")
    UserFactory(display_name="Anna Zeller")
    UserFactory(display_name="", email="carl@example.org")
    UserFactory(display_name="Gone Person", is_active=False)
    UserFactory(display_name="Not Yet", last_login=None, invited_at=timezone.now())

    response = reader.get(PEOPLE)

    assert names(response) == ["Anna Zeller", "beth Adams", "carl", "Zed Reader"]


def test_parts_of_a_name_or_title_and_the_team_narrow_it(reader):
    team = TeamFactory()
    UserFactory(display_name="Anna Zeller", title="Baker")
    UserFactory(display_name="Anna Adams", team=team)

    assert names(reader.get(PEOPLE, {"q": "zell ANN"})) == ["Anna Zeller"]
    assert names(reader.get(PEOPLE, {"q": "bake"})) == ["Anna Zeller"]
    assert names(reader.get(PEOPLE, {"q": "anna", "team": team.pk})) == ["Anna Adams"]
    assert "Nobody here is called that" in reader.get(PEOPLE, {"q": "%"}).text


@pytest.mark.parametrize(
    "odd", ["team=0", "team=x", "after=x", "after=99999999999999999999", "q=%00"]
)
def test_what_is_not_understood_narrows_nothing(reader, odd):
    assert names(reader.get(f"{PEOPLE}?{odd}")) == ["Zed Reader"]


def test_a_long_list_comes_in_pages_that_miss_nobody(reader):
    for n in range(PAGE + 3):
        UserFactory(display_name=f"Ada {n % 5}")

    first = reader.get(PEOPLE)
    second = reader.get(PEOPLE, {"after": first.context["listed"].last.pk})

    seen = [*first.context["listed"].people, *second.context["listed"].people]
    assert len(seen) == len({one.pk for one in seen}) == PAGE + 4
    assert second.context["listed"].last is None


def test_the_list_asks_as_often_for_three_as_for_one(reader, queries_of):
    before = queries_of(reader, PEOPLE)
    UserFactory.create_batch(3, team=TeamFactory())

    assert queries_of(reader, PEOPLE) == before <= 12


def test_a_page_says_what_somebody_says_of_themselves(reader):
    person = TechLeadFactory(
        display_name="Nia Kamau",
        pronouns="she/her",
        title="Engineer",
        team=TeamFactory(name="Payments"),
        time_zone="Africa/Nairobi",
        workday_starts=time(8, 30),
        workday_ends=time(16),
        workdays=[0, 1, 2, 6],
    )
    ServiceFactory(name="Ledger").experts.add(person)

    page = reader.get(person.get_absolute_url()).text

    for words in ("Nia Kamau", "she/her", "Engineer", "Payments", "Africa/Nairobi", "Ledger"):
        assert words in page
    assert "08:30–16:00, Monday to Wednesday, Sunday" in page
    assert person.email not in page


def test_a_page_says_when_somebody_is_away(reader):
    person = UserFactory()
    today = timezone.localdate()
    be_away(person, by=person, first_day=today, last_day=today + timedelta(days=1))

    assert "Away now" in reader.get(person.get_absolute_url()).text


def test_a_page_does_not_depend_on_what_somebody_was_in(reader, queries_of):
    person = UserFactory()
    page, count = (
        reader.get(person.get_absolute_url()),
        queries_of(reader, person.get_absolute_url()),
    )

    IncidentFactory(by=person, is_over=True)

    again = reader.get(person.get_absolute_url())
    assert again.context["this"].services == page.context["this"].services
    assert "incident" not in again.text.partition("<main")[2].partition("</main")[0].lower()
    assert queries_of(reader, person.get_absolute_url()) == count


def test_who_left_has_a_page_that_says_so_and_who_was_erased_none(reader):
    left = UserFactory(is_active=False, left_at=timezone.now(), title="Baker")
    erased = UserFactory(is_active=False, left_at=timezone.now(), erased_at=timezone.now())

    assert "has left" in reader.get(left.get_absolute_url()).text
    assert reader.get(erased.get_absolute_url()).status_code == 404


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(PEOPLE).status_code == 302
    assert client.get(UserFactory().get_absolute_url()).status_code == 302


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([0, 1, 2, 3, 4], "Monday to Friday"),
        ([5, 6], "Saturday, Sunday"),
        ([2], "Wednesday"),
        ([0, 1, 2, 4], "Monday to Wednesday, Friday"),
    ],
)
def test_days_are_said_as_people_say_them(days, said):
    assert workdays(days) == said
