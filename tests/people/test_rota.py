"""A team's rota: who is asked to reach out when no tech lead can."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from people.domain.rota import move_on_rota, put_on_rota, take_off_rota
from people.errors import DomainError
from people.models import Role, RotaPlace
from tests.factories import TeamFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(name="Payments")


@pytest.fixture
def lead(team):
    return TechLeadFactory(leads=team, team=team)


@pytest.fixture
def three(team, lead):
    people = [UserFactory(display_name=name, team=team) for name in ("Ada A", "Bo B", "Cy C")]
    return [put_on_rota(team, by=lead, person=person) for person in people]


def on_rota(team):
    return [place.person.get_short_name() for place in team.rota.in_order()]


def page(team):
    return reverse("people:rota", args=[team.pk])


def test_whoever_is_added_stands_last(team, three):
    assert on_rota(team) == ["Ada", "Bo", "Cy"]
    assert [place.position for place in team.rota.in_order()] == [0, 1, 2]


def test_putting_somebody_there_twice_puts_them_there_once(team, lead, three):
    assert put_on_rota(team, by=lead, person=three[0].person) == three[0]

    assert on_rota(team) == ["Ada", "Bo", "Cy"]


def test_many_who_add_at_once_leave_each_once(race):
    team = TeamFactory()
    lead, ada, bo = TechLeadFactory(leads=team), UserFactory(), UserFactory()
    acts = [lambda who=who: put_on_rota(team, by=lead, person=who) for who in (ada, bo) * 3]

    assert race(6, acts) == ["ok"] * 6

    assert sorted(place.position for place in team.rota.all()) == [0, 1]


@pytest.mark.parametrize("who", [{"role": Role.READER}, {"is_active": False}])
def test_only_those_who_may_write_are_put_on_it(team, lead, who):
    with pytest.raises(DomainError) as refused:
        put_on_rota(team, by=lead, person=UserFactory(**who))

    assert set(refused.value.message_dict) == {"person"}
    assert on_rota(team) == []


def test_taking_somebody_off_closes_the_gap(team, lead, three):
    take_off_rota(three[1], by=lead)
    take_off_rota(three[1], by=lead)

    assert on_rota(team) == ["Ada", "Cy"]
    assert [place.position for place in team.rota.in_order()] == [0, 1]


@pytest.mark.parametrize(
    ("who", "position", "order"),
    [
        (2, 0, ["Cy", "Ada", "Bo"]),
        (0, 1, ["Bo", "Ada", "Cy"]),
        (0, 99, ["Bo", "Cy", "Ada"]),
        (1, 1, ["Ada", "Bo", "Cy"]),
    ],
)
def test_moving_puts_somebody_at_a_place(team, lead, three, who, position, order):
    move_on_rota(three[who], by=lead, position=position)
    move_on_rota(three[who], by=lead, position=position)

    assert on_rota(team) == order


def test_moving_whoever_was_taken_off_meanwhile_moves_nobody(team, lead, three):
    take_off_rota(RotaPlace.objects.get(pk=three[0].pk), by=lead)

    move_on_rota(three[0], by=lead, position=1)

    assert on_rota(team) == ["Bo", "Cy"]


def test_the_database_keeps_each_once_and_each_place_for_one(team, three, transactional_db):
    for twice in ({"person": three[0].person, "position": 9}, {"person": UserFactory()}):
        with pytest.raises(IntegrityError):
            team.rota.create(**{"position": 0} | twice)


# The page.


def test_it_is_kept_by_the_teams_tech_leads_and_by_admins(team, lead, client_of):
    for who in (lead, UserFactory(role=Role.ADMIN)):
        assert client_of(who).get(page(team)).status_code == 200
        assert page(team) in client_of(who).get(reverse("people:profile")).content.decode()


@pytest.mark.parametrize(
    "who",
    [
        UserFactory,
        TechLeadFactory,
        lambda: UserFactory(role=Role.READER),
    ],
)
def test_nobody_else_keeps_it(team, three, who, client_of):
    somebody = who()
    client = client_of(somebody)
    place = three[1].pk
    assert client.get(page(team)).status_code == 403
    assert page(team) not in client.get(reverse("people:profile")).content.decode()
    for name, args, body in (
        ("put_on_rota", [team.pk], {"person": somebody.pk}),
        ("take_off_rota", [team.pk, place], {}),
        ("move_on_rota", [team.pk, place], {"position": 0}),
    ):
        address = reverse(f"people:{name}", args=args)
        assert client.post(address, body).status_code == 403
        assert client.get(address).status_code in (403, 405)

    assert on_rota(team) == ["Ada", "Bo", "Cy"]


def test_a_lead_who_only_reads_does_not_keep_it(team, client_of):
    lead = TechLeadFactory(leads=team, role=Role.READER)

    assert client_of(lead).get(page(team)).status_code == 403


def test_everything_is_done_with_plain_forms(team, lead, three, client_of):
    client, dee = client_of(lead), UserFactory(display_name="Dee D")

    def press(name, *args, **body):
        address = reverse(f"people:{name}", args=[team.pk, *args])
        assert client.post(address, body).url == page(team)

    press("put_on_rota", person=dee.pk)
    press("move_on_rota", three[2].pk, position="0")
    press("take_off_rota", three[0].pk)

    assert on_rota(team) == ["Cy", "Bo", "Dee"]


def test_a_place_of_another_team_is_none_of_this_one(team, lead, three, client_of):
    other = TeamFactory()
    other.tech_leads.add(lead)
    address = reverse("people:take_off_rota", args=[other.pk, three[0].pk])

    assert client_of(lead).post(address).status_code == 404


def test_nothing_chosen_is_said_beside_the_field(team, lead, client_of):
    response = client_of(lead).post(reverse("people:put_on_rota", args=[team.pk]), {})

    assert response.status_code == 422
    assert "Choose somebody." in response.content.decode()


def test_people_of_the_team_are_offered_first_and_those_on_it_not_again(
    team, lead, three, client_of
):
    UserFactory(display_name="Aaron Elsewhere")

    html = client_of(lead).get(page(team)).content.decode()

    labels = re.findall(r'<optgroup label="([^"]+)"', html)
    assert labels == ["In the team", "Everyone else"]
    assert "Aaron Elsewhere</option>" in html
    assert "Ada A</option>" not in html


def test_an_empty_rota_says_what_to_do(team, lead, client_of):
    assert "Nobody is on it yet" in client_of(lead).get(page(team)).content.decode()


def test_whoever_has_left_is_shown_as_not_asked(team, lead, three, client_of):
    three[0].person.is_active = False
    three[0].person.save()

    assert "Has left, and is not asked" in client_of(lead).get(page(team)).content.decode()


def test_it_takes_as_many_queries_for_one_as_for_ten(team, lead, client_of, queries_of):
    client = client_of(lead)
    put_on_rota(team, by=lead, person=UserFactory())
    few = queries_of(client, page(team))
    for _ in range(9):
        put_on_rota(team, by=lead, person=UserFactory(team=team))

    assert queries_of(client, page(team)) == few <= 12
