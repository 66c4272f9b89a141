"""Groups of a directory: teams, and roles where the environment says so."""

import pytest

from incidents.models import Service
from organisation.domain.members import change_member
from organisation.models import DirectoryGroup
from people.models import AuditEntry, Role, Team, User
from tests.factories import TeamFactory, UserFactory
from tests.organisation.scim import GROUP, Directory
from tests.organisation.test_scim import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


@pytest.fixture
def okta(dana):
    return Directory(dana)


@pytest.fixture
def roles(settings):
    settings.OIDC_ROLES = {"goldseam-admins": "admin", "engineers": "member"}
    settings.OIDC_ROLE = "reader"


def group(name, *people, **more):
    members = [{"value": str(one.pk), "display": str(one)} for one in people]
    return {"schemas": [GROUP], "displayName": name, "members": members} | more


def made(okta, name, *people, **more):
    answer = okta.post("Groups", group(name, *people, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def team_of(person):
    return getattr(User.objects.get(pk=person.pk).team, "name", None)


def role_of(person):
    return User.objects.get(pk=person.pk).role


def test_a_group_makes_the_team_of_its_name(okta):
    nia = UserFactory()
    told = made(okta, "Payments", nia, externalId="17")

    assert team_of(nia) == "Payments"
    assert (told["displayName"], told["externalId"]) == ("Payments", "17")
    assert [(one["value"], one["type"]) for one in told["members"]] == [(str(nia.pk), "User")]
    assert told["members"][0]["$ref"].endswith(f"/scim/v2/Users/{nia.pk}")
    groups = okta.get(f"Users/{nia.pk}").json()["groups"]
    assert [(one["value"], one["display"]) for one in groups] == [(told["id"], "Payments")]
    made_by = {one.action: one.by for one in AuditEntry.objects.all()}
    assert made_by["people.team_made"] == made_by["people.changed"] == okta.account
    assert made_by["organisation.directory_group_made"] == okta.account


def test_a_team_that_is_there_is_taken_with_the_people_in_it(okta):
    team = TeamFactory(name="Payments")
    ola, nia = UserFactory(team=team), UserFactory()
    made(okta, "Payments", nia)

    assert Team.objects.get(name="Payments") == team
    assert (team_of(ola), team_of(nia)) == ("Payments", "Payments")


def test_a_group_may_stand_for_a_team_of_another_name(okta, settings):
    settings.OIDC_TEAMS = {"eng-payments": "Payments"}
    nia = UserFactory()
    made(okta, "eng-payments", nia)

    assert team_of(nia) == "Payments"


def test_a_name_that_is_taken_or_too_long_is_refused(okta):
    made(okta, "Payments")

    refused(okta.post("Groups", group("payments")), 409, scim_type="uniqueness")
    refused(okta.post("Groups", group("P" * 100)), 409)
    refused(okta.post("Groups", group(" ")), 400, scim_type="invalidValue")
    assert Team.objects.count() == 1


def test_members_whom_nobody_knows_are_refused(okta):
    for member in ("99999999", "x", str(okta.account.pk)):
        said = group("Payments") | {"members": [{"value": member}]}
        refused(okta.post("Groups", said), 400, scim_type="invalidValue")
    assert not DirectoryGroup.objects.exists()
    assert not Team.objects.exists()


def test_two_groups_of_one_name_at_once_are_one(race):
    okta = Directory(UserFactory(role=Role.ADMIN))
    entra = Directory(UserFactory(role=Role.ADMIN), name="Entra")
    answers = []

    race(
        2,
        [
            lambda: answers.append(okta.post("Groups", group("Payments")).status_code),
            lambda: answers.append(entra.post("Groups", group("Payments")).status_code),
        ],
    )

    assert sorted(answers) == [201, 409]
    assert Team.objects.count() == DirectoryGroup.objects.count() == 1


def test_members_come_and_go_as_okta_says_it(okta):
    nia, ola = UserFactory(), UserFactory()
    number = made(okta, "Payments", nia)["id"]

    answer = okta.patch(
        f"Groups/{number}",
        {"op": "remove", "path": f'members[value eq "{nia.pk}"]'},
        {"op": "add", "path": "members", "value": [{"value": str(ola.pk), "display": "o@x"}]},
    )

    assert answer.status_code == 204, answer.text
    assert (team_of(nia), team_of(ola)) == (None, "Payments")
    everybody = {"op": "replace", "path": "members", "value": [{"value": str(nia.pk)}]}
    assert okta.patch(f"Groups/{number}", everybody).status_code == 204
    assert (team_of(nia), team_of(ola)) == ("Payments", None)


def test_members_come_and_go_as_entra_says_it(okta):
    nia, ola = UserFactory(), UserFactory()
    number = made(okta, "Payments", nia)["id"]

    def said(op, person):
        return {"op": op, "path": "members", "value": [{"$ref": None, "value": str(person.pk)}]}

    assert okta.patch(f"Groups/{number}", said("Add", ola)).status_code == 204
    assert okta.patch(f"Groups/{number}", said("Remove", nia)).status_code == 204
    assert (team_of(nia), team_of(ola)) == (None, "Payments")
    asked = f'id eq "{number}" and members eq "{ola.pk}"'
    assert okta.find("Groups", asked, excludedAttributes="members").json()["totalResults"] == 1
    asked = f'id eq "{number}" and members eq "{nia.pk}"'
    assert okta.find("Groups", asked).json()["totalResults"] == 0


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "value": {"id": "17", "displayName": "Money"}},
        {"op": "Replace", "path": "displayName", "value": "Money"},
    ],
)
def test_a_group_gives_its_team_its_new_name(okta, operation):
    nia = UserFactory()
    number = made(okta, "Payments", nia)["id"]
    team = Team.objects.get()

    assert okta.patch(f"Groups/{number}", operation).status_code == 204
    assert Team.objects.get() == team
    assert team_of(nia) == "Money"
    assert okta.find("Groups", 'displayName eq "money"').json()["totalResults"] == 1


def test_a_new_name_that_is_another_teams_moves_its_people(okta):
    TeamFactory(name="Money")
    nia = UserFactory()
    number = made(okta, "Payments", nia)["id"]

    answer = okta.put(f"Groups/{number}", group("Money", nia))
    assert answer.status_code == 200, answer.text
    assert team_of(nia) == "Money"


def test_in_several_groups_one_stays_in_ones_team(okta):
    nia = UserFactory()
    first = made(okta, "Payments", nia)["id"]
    made(okta, "Cooks", nia)
    assert team_of(nia) == "Payments"

    okta.put(f"Groups/{first}", group("Payments"))
    assert team_of(nia) == "Cooks"


def test_a_team_that_an_admin_chose_is_left_alone(okta, dana):
    nia = UserFactory()
    number = made(okta, "Payments", nia)["id"]
    team = TeamFactory(name="Platform")
    change_member(
        nia, by=dana, display_name="Nia", role="member", team=team, title="", is_senior=False
    )

    okta.put(f"Groups/{number}", group("Payments"))
    assert team_of(nia) == "Platform"


def test_a_group_that_goes_takes_its_empty_team_along(okta):
    nia = UserFactory()
    number = made(okta, "Payments", nia)["id"]

    assert okta.delete(f"Groups/{number}").status_code == 204
    assert team_of(nia) is None
    assert not Team.objects.exists()
    refused(okta.get(f"Groups/{number}"), 404)


def test_a_team_that_looks_after_something_stays(okta):
    number = made(okta, "Payments")["id"]
    Service.objects.create(name="Till", slug="till", team=Team.objects.get())

    assert okta.delete(f"Groups/{number}").status_code == 204
    assert Team.objects.filter(name="Payments").exists()


def test_a_group_gives_the_role_that_is_set_up(okta, roles):
    nia = UserFactory(role=Role.READER)
    engineers = made(okta, "engineers", nia)["id"]
    assert role_of(nia) == Role.MEMBER
    admins = made(okta, "goldseam-admins", nia)["id"]
    assert role_of(nia) == Role.ADMIN
    assert not Team.objects.exists()

    okta.put(f"Groups/{admins}", group("goldseam-admins"))
    assert role_of(nia) == Role.MEMBER
    okta.delete(f"Groups/{engineers}")
    assert role_of(nia) == Role.READER


def test_a_group_gives_no_role_that_is_not_set_up(okta, settings):
    """A directory's token makes nobody an admin by itself."""
    settings.OIDC_ROLES = {}
    nia = UserFactory()
    for name in ("admin", "admins", "goldseam-admins"):
        made(okta, name, nia)
    okta.put(
        f"Users/{nia.pk}",
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": nia.email,
            "displayName": "Nia",
            "active": True,
            "roles": [{"value": "admin", "primary": True}],
            "role": "admin",
            "is_service": True,
        },
    )

    assert role_of(nia) == Role.MEMBER


def test_a_group_becomes_no_group_of_admins_by_its_name(okta, roles):
    nia = UserFactory()
    number = made(okta, "Payments", nia)["id"]

    refused(okta.put(f"Groups/{number}", group("goldseam-admins", nia)), 409)
    assert role_of(nia) == Role.MEMBER
    assert team_of(nia) == "Payments"


def test_the_last_admin_stays_one_whatever_groups_say(okta, dana, roles):
    number = made(okta, "goldseam-admins", dana)["id"]

    for answer in (
        okta.put(f"Groups/{number}", group("goldseam-admins")),
        okta.patch(f"Groups/{number}", {"op": "remove", "path": "members"}),
        okta.delete(f"Groups/{number}"),
    ):
        assert "Dana Whitfield is the only admin" in refused(answer, 409)
    assert role_of(dana) == Role.ADMIN
    assert okta.get(f"Groups/{number}").json()["members"]


def test_whoever_comes_back_has_what_their_groups_say(okta, roles):
    nia = UserFactory(role=Role.READER)
    okta.patch(f"Users/{nia.pk}", {"op": "replace", "value": {"active": False}})
    made(okta, "Payments", nia)
    made(okta, "engineers", nia)
    assert (team_of(nia), role_of(nia)) == (None, Role.READER)

    okta.patch(f"Users/{nia.pk}", {"op": "replace", "value": {"active": True}})
    assert (team_of(nia), role_of(nia)) == ("Payments", Role.MEMBER)


def test_as_many_queries_for_one_group_as_for_many(okta, queries_of):
    made(okta, "Payments", UserFactory())
    before = queries_of(okta.client, "/scim/v2/Groups")
    made(okta, "Platform", UserFactory(), UserFactory())
    made(okta, "Cooks", UserFactory())

    assert queries_of(okta.client, "/scim/v2/Groups") == before <= 12
