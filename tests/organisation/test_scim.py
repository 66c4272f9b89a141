"""People whom a directory keeps: what it sends, what becomes of it, and what it may not."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from incidents.domain.room import hand_over_lead, join_incident
from incidents.domain.tasks import add_task
from organisation.domain.erasing import erase_person
from organisation.domain.leaving import let_leave
from organisation.domain.members import invite_person
from people.domain.tokens import make_token, revoke_token
from people.models import ApiToken, AuditEntry, Role, User
from tests.factories import IncidentFactory, TeamFactory, TechLeadFactory, UserFactory
from tests.organisation.scim import (
    ENTERPRISE,
    ERROR,
    USER,
    Directory,
    entra_person,
    okta_person,
    open_directory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


@pytest.fixture
def okta(dana):
    return Directory(dana)


def made(okta, **more):
    answer = okta.post("Users", okta_person(**more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def refused(answer, status, *, scim_type=None):
    assert answer.status_code == status, answer.text
    assert answer["Content-Type"] == "application/scim+json"
    said = answer.json()
    assert said["schemas"] == [ERROR]
    assert said["status"] == str(status)
    assert said.get("scimType") == scim_type
    return said["detail"]


# Who may


def test_nothing_but_the_token_of_a_directory_opens_it(client_of, dana, okta):
    paths = ["Users", "Groups", "ServiceProviderConfig", "Schemas", "ResourceTypes", ""]
    _mine, mine = make_token(dana, by=dana, name="mine", scopes=["organisation:write"])
    _account, other = open_directory(dana, name="Bot", scopes=["organisation:write"])
    browser = client_of(dana)
    for path in paths:
        assert browser.get(f"/scim/v2/{path}").status_code == 401
        for token, status in [("", 401), ("gs_no", 401), (mine, 403), (other, 403)]:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = Client(headers=headers).get(f"/scim/v2/{path}")
            refused(answer, status)
            assert ("WWW-Authenticate" in answer) == (status == 401)


def test_a_token_that_was_ended_opens_nothing_any_more(dana, okta):
    assert okta.get("Users").status_code == 200
    revoke_token(ApiToken.objects.get(account=okta.account), by=dana)

    refused(okta.get("Users"), 401)


def test_a_directory_opens_nothing_else(okta):
    assert okta.client.get("/api/v1/incidents/").status_code == 403
    assert okta.client.get("/organisation/").status_code == 302


def test_a_readers_account_only_reads(dana):
    reads = Directory(dana, role=Role.READER)

    assert reads.get("Users").status_code == 200
    refused(reads.post("Users", okta_person()), 403)


def test_it_is_slowed_down_like_any_script(okta, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    assert okta.get("Users").status_code == 200

    answer = okta.get("Users")
    refused(answer, 429)
    assert answer["Retry-After"]


# What it says of itself


def test_it_says_what_it_can(okta):
    said = okta.get("ServiceProviderConfig").json()

    assert said["patch"]["supported"]
    assert said["filter"]["supported"]
    assert said["etag"]["supported"]
    assert not said["bulk"]["supported"]
    assert not said["changePassword"]["supported"]
    assert {one["name"] for one in okta.get("ResourceTypes").json()["Resources"]} == {
        "User",
        "Group",
    }
    assert okta.get(f"Schemas/{USER}").json()["id"] == USER


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 501),
        ("GET", "Me", 501),
        ("POST", "Bulk", 501),
        ("GET", "Nothing", 404),
        ("GET", "Users/x", 404),
        ("GET", "Users/99999999999999999999", 404),
        ("DELETE", "Users", 405),
        ("POST", "Schemas", 405),
    ],
)
def test_what_there_is_not_is_said_so(okta, method, path, status):
    refused(okta.ask(method, path), status)


# Making


@pytest.mark.parametrize("said", [okta_person(), entra_person()], ids=["okta", "entra"])
def test_somebody_new_is_invited(okta, said, work):
    with work():
        answer = okta.post("Users", said)

    assert answer.status_code == 201, answer.text
    told = answer.json()
    nia = User.objects.get(pk=told["id"])
    assert (nia.email, nia.display_name) == ("nia.kamau@example.org", "Nia Kamau")
    assert (nia.role, nia.team, nia.is_active) == (Role.MEMBER, None, True)
    assert nia.external_id == said["externalId"] == told["externalId"]
    assert told["userName"] == said["userName"]
    assert told["name"] == {"givenName": "Nia", "familyName": "Kamau"}
    assert told["active"] is True
    assert told["emails"][0]["value"] == "nia.kamau@example.org"
    assert answer["Location"] == told["meta"]["location"].replace("testserver", "localhost")
    assert answer["ETag"] == told["meta"]["version"]
    assert [one.to for one in mail.outbox] == [["nia.kamau@example.org"]]
    entry = AuditEntry.objects.filter(action="people.invited").get()
    assert (entry.by, entry.about_id) == (okta.account, str(nia.pk))


def test_where_nobody_has_a_password_the_letter_leads_to_the_sign_in(okta, settings, work):
    settings.PASSWORDS_ALLOWED, settings.OIDC_NAME = False, "Larkspur"
    with work():
        nia = made(okta)
        okta.patch(f"Users/{nia['id']}", {"op": "replace", "value": {"active": False}})
        okta.patch(f"Users/{nia['id']}", {"op": "replace", "value": {"active": True}})

    for letter in mail.outbox:
        assert "Sign in with Larkspur here" in letter.body
        assert reverse("account_login") in letter.body
        assert "password" not in letter.body
    assert mail.outbox


def test_a_password_is_ignored(okta):
    told = made(okta)

    nia = User.objects.get(pk=told["id"])
    assert not nia.has_usable_password()
    assert "1mz050nq" not in json.dumps(told)


def test_the_address_may_be_the_name_they_sign_in_with(okta):
    said = okta_person()
    del said["emails"], said["displayName"]
    told = okta.post("Users", said).json()

    assert User.objects.get(pk=told["id"]).email == "nia.kamau@example.org"
    assert told["displayName"] == "Nia Kamau"


def test_without_an_address_nobody_is_made(okta):
    said = okta_person(userName="nia")
    del said["emails"]

    refused(okta.post("Users", said), 400, scim_type="invalidValue")
    assert not User.objects.filter(display_name="Nia Kamau").exists()


@pytest.mark.parametrize(
    "more",
    [
        {"userName": ""},
        {"emails": [{"value": "not an address"}]},
        {"displayName": "N" * 200},
        {"displayName": "N\u0007a"},
        {"active": "perhaps"},
        {"externalId": ["x"]},
    ],
)
def test_what_makes_no_sense_is_said_back(okta, more):
    detail = refused(okta.post("Users", okta_person(**more)), 400, scim_type="invalidValue")
    assert detail
    assert User.objects.here().count() == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"userName": "\\u0000"}', b"\xff", b"[" * 99])
def test_what_is_no_scim_is_refused(okta, body):
    for method, path in [
        ("POST", "Users"),
        ("POST", "Groups"),
        ("PUT", f"Users/{okta.account.pk}"),
    ]:
        answer = okta.client.generic(method, f"/scim/v2/{path}", body, "application/scim+json")
        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert answer.json()["schemas"] == [ERROR]


def test_an_address_that_somebody_has_makes_no_second_account(okta):
    UserFactory(email="nia.kamau@example.org")

    refused(okta.post("Users", okta_person()), 409, scim_type="uniqueness")
    refused(okta.post("Users", okta_person(userName="other")), 409, scim_type="uniqueness")


def test_a_name_at_the_directory_is_one_persons(okta):
    made(okta)
    other = [{"value": "other@example.org", "primary": True}]

    said = okta_person(emails=other, userName="NIA.KAMAU@example.org")
    refused(okta.post("Users", said), 409, scim_type="uniqueness")


def test_one_who_is_not_active_hears_nothing(okta, work):
    with work():
        told = made(okta, active=False)

    assert told["active"] is False
    assert not User.objects.get(pk=told["id"]).is_active
    assert mail.outbox == []


def test_two_at_once_make_one_account(race):
    okta = Directory(UserFactory(role=Role.ADMIN))
    answers = []

    race(2, lambda: answers.append(okta.post("Users", okta_person()).status_code))

    assert sorted(answers) == [201, 409]
    assert User.objects.filter(email="nia.kamau@example.org").count() == 1


def test_the_role_of_somebody_new_is_the_one_that_is_set_up(okta, settings):
    settings.OIDC_ROLE = "reader"
    told = made(okta, roles=[{"value": "admin"}], entitlements=[{"value": "admin"}])

    assert User.objects.get(pk=told["id"]).role == Role.READER


# Reading


def test_people_are_found_by_what_directories_ask_for(okta):
    nia = made(okta)
    here = UserFactory(email="ola@example.org", display_name="Ola Berg")
    for wanted, found in [
        ('userName eq "nia.kamau@example.org"', [nia["id"]]),
        ('userName eq "NIA.KAMAU@EXAMPLE.ORG"', [nia["id"]]),
        ('userName eq "ola@example.org"', [str(here.pk)]),
        ('externalId eq "00ujl29u0le5T6Aj10h7"', [nia["id"]]),
        ('externalId eq "00UJL29U0LE5T6AJ10H7"', []),
        ('emails.value eq "ola@example.org"', [str(here.pk)]),
        ('emails[type eq "work" and value eq "ola@example.org"]', [str(here.pk)]),
        ('emails[type eq "work"].value eq "ola@example.org"', [str(here.pk)]),
        ('emails[type eq "home"].value eq "ola@example.org"', []),
        ('displayName eq "Ola Berg"', [str(here.pk)]),
        ('displayName sw "Ola" and active eq true', [str(here.pk)]),
        ('displayName sw "Ola" and not (active eq true)', []),
        ("externalId pr", [nia["id"]]),
        (f'id eq "{here.pk}" or externalId pr', [nia["id"], str(here.pk)]),
        ('id eq "x"', []),
        ('userName eq "nobody"', []),
        ('userName eq "\\u0000"', []),
    ]:
        answer = okta.find("Users", wanted)
        said = answer.json()
        assert answer.status_code == 200, (wanted, said)
        assert [one["id"] for one in said.get("Resources", [])] == sorted(found, key=int), wanted
        assert said["totalResults"] == len(found)


@pytest.mark.parametrize(
    "wanted",
    ["", "userName", 'userName like "x"', 'nobody eq "x"', 'name.givenName eq "x"', "(" * 4000],
)
def test_a_filter_that_makes_no_sense_is_said_back(okta, wanted):
    refused(okta.find("Users", wanted), 400, scim_type="invalidFilter")


def test_people_are_read_in_pages(okta, dana):
    people = [dana, *UserFactory.create_batch(4)]

    said = okta.client.get("/scim/v2/Users", {"startIndex": 2, "count": 2}).json()
    assert (said["totalResults"], said["startIndex"], said["itemsPerPage"]) == (5, 2, 2)
    assert [one["id"] for one in said["Resources"]] == [str(one.pk) for one in people[1:3]]
    assert okta.client.get("/scim/v2/Users", {"count": 0}).json()["totalResults"] == 5


def test_as_many_queries_for_one_as_for_many(okta, queries_of):
    okta.get("Users")
    before = queries_of(okta.client, "/scim/v2/Users")
    for _number in range(3):
        UserFactory()

    assert queries_of(okta.client, "/scim/v2/Users") == before <= 12


def test_scripts_and_whoever_was_erased_are_not_there(okta, dana):
    nia = made(okta)
    person = User.objects.get(pk=nia["id"])
    let_leave(person, by=dana)
    erase_person(person, by=dana, typed_name="Nia Kamau")

    refused(okta.get(f"Users/{nia['id']}"), 404)
    refused(okta.patch(f"Users/{nia['id']}", {"op": "replace", "value": {"active": True}}), 404)
    refused(okta.delete(f"Users/{nia['id']}"), 404)
    refused(okta.get(f"Users/{okta.account.pk}"), 404)
    assert [one["id"] for one in okta.get("Users").json()["Resources"]] == [str(dana.pk)]
    # They come back as somebody else, with nothing of before.
    assert made(okta)["id"] != nia["id"]


def test_what_one_has_already_is_not_sent_again(okta):
    nia = made(okta)
    tag = nia["meta"]["version"]

    answer = okta.get(f"Users/{nia['id']}", If_None_Match=tag)
    assert (answer.status_code, answer.content) == (304, b"")
    refused(okta.delete(f"Users/{nia['id']}", If_Match='W/"other"'), 412)
    assert okta.delete(f"Users/{nia['id']}", If_Match=tag).status_code == 204


# Changing


def test_a_person_is_replaced_as_okta_does(okta):
    nia = made(okta)
    said = okta_person(
        id=nia["id"],
        displayName="Nia Odhiambo",
        name={"givenName": "Nia", "familyName": "Odhiambo"},
        title="Staff engineer",
        meta={"resourceType": "User"},
    )

    told = okta.put(f"Users/{nia['id']}", said)

    assert told.status_code == 200, told.text
    person = User.objects.get(pk=nia["id"])
    assert (person.display_name, person.title) == ("Nia Odhiambo", "Staff engineer")
    entry = AuditEntry.objects.filter(action="people.changed_by_directory").latest("pk")
    assert entry.details == {"changed": ["display_name", "title"]}
    assert "Odhiambo" not in json.dumps(list(AuditEntry.objects.values("details")))


def test_without_saying_whether_they_are_here_nobody_is_let_back(okta):
    nia = made(okta, active=False)
    said = okta_person()
    del said["active"]

    refused(okta.put(f"Users/{nia['id']}", said), 400, scim_type="invalidValue")


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "value": {"active": False}},
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "Replace", "value": {"active": "False"}},
        {"op": "Add", "path": "active", "value": "False"},
    ],
)
def test_somebody_leaves_and_comes_back_as_each_directory_says_it(okta, operation):
    nia = made(okta)

    assert okta.patch(f"Users/{nia['id']}", operation).status_code == 204
    person = User.objects.get(pk=nia["id"])
    assert (person.is_active, bool(person.left_at)) == (False, True)
    assert okta.get(f"Users/{nia['id']}").json()["active"] is False
    assert AuditEntry.objects.get(action="people.left").by == okta.account

    back = json.loads(json.dumps(operation).replace("False", "True").replace("false", "true"))
    assert okta.patch(f"Users/{nia['id']}", back).status_code == 204
    assert User.objects.get(pk=nia["id"]).is_active


def test_entra_changes_single_things(okta):
    nia = okta.post("Users", entra_person()).json()

    answer = okta.patch(
        f"Users/{nia['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "nia@example.org"},
        {"op": "Replace", "path": "name.familyName", "value": "Odhiambo"},
        {"op": "Add", "path": "title", "value": "Lead"},
        {"op": "Replace", "path": "externalId", "value": "17"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "Platform"},
        {"op": "Add", "path": 'phoneNumbers[type eq "work"].value', "value": "1"},
    )

    assert answer.status_code == 204, answer.text
    person = User.objects.get(pk=nia["id"])
    assert (person.email, person.display_name) == ("nia@example.org", "Nia Odhiambo")
    assert (person.title, person.external_id) == ("Lead", "17")
    assert okta.get(f"Users/{nia['id']}").json()["userName"] == "Nia.Kamau@example.org"


def test_a_change_of_address_is_told_to_the_old_one(okta, work):
    nia = made(okta)
    with work():
        okta.patch(
            f"Users/{nia['id']}",
            {"op": "replace", "path": "emails", "value": [{"value": "Nia@Example.org"}]},
        )

    assert User.objects.get(pk=nia["id"]).email == "nia@example.org"
    assert [one.to for one in mail.outbox] == [["nia.kamau@example.org"]]
    assert AuditEntry.objects.get(action="people.address_changed").by == okta.account


def test_the_address_of_somebody_else_is_refused(okta, dana):
    nia = made(okta)
    mails = {"op": "replace", "path": "emails", "value": [{"value": dana.email}]}

    refused(okta.patch(f"Users/{nia['id']}", mails), 409, scim_type="uniqueness")


def test_a_directory_does_not_get_the_mail_of_an_admin(okta, dana, settings):
    """Whoever reads it could choose their password: no token becomes an admin that way."""
    mails = {"op": "replace", "path": "emails", "value": [{"value": "mine@example.org"}]}

    detail = refused(okta.patch(f"Users/{dana.pk}", mails), 409)
    assert "Dana Whitfield is an admin" in detail
    settings.OIDC_ROLES = {"goldseam-admins": "admin"}
    assert okta.patch(f"Users/{dana.pk}", mails).status_code == 204


def test_the_last_admin_stays(okta, dana):
    away = {"op": "replace", "value": {"active": False}}
    for answer in (
        okta.patch(f"Users/{dana.pk}", away),
        okta.delete(f"Users/{dana.pk}"),
        okta.put(f"Users/{dana.pk}", okta_person(active=False, emails=[{"value": dana.email}])),
    ):
        assert "is the only admin" in refused(answer, 409)
    dana.refresh_from_db()
    assert dana.is_active
    assert dana.display_name == "Dana Whitfield"

    UserFactory(role=Role.ADMIN)
    assert okta.patch(f"Users/{dana.pk}", away).status_code == 204


def test_two_admins_who_are_let_go_at_once_leave_one(race):
    first, second = UserFactory(role=Role.ADMIN), UserFactory(role=Role.ADMIN)
    okta, entra = Directory(first), Directory(second, name="Entra")
    away = {"op": "replace", "value": {"active": False}}
    answers = []

    race(
        2,
        [
            lambda: answers.append(okta.patch(f"Users/{first.pk}", away).status_code),
            lambda: answers.append(entra.patch(f"Users/{second.pk}", away).status_code),
        ],
    )

    assert sorted(answers) == [204, 409]
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_what_a_leaver_holds_goes_to_the_lead_of_their_team(okta, client_of, dana):
    team = TeamFactory()
    lead = TechLeadFactory(team=team, display_name="Ines Barbosa")
    lead.leads_teams.add(team)
    nia = UserFactory(team=team, display_name="Nia Kamau")
    incident = IncidentFactory(title="Till slow")
    join_incident(incident, by=nia)
    hand_over_lead(incident, by=nia, to=nia)
    task = add_task(incident, by=nia, text="Look at the queue", assignee=nia)

    answer = okta.patch(f"Users/{nia.pk}", {"op": "replace", "value": {"active": False}})

    assert answer.status_code == 204, answer.text
    task.refresh_from_db()
    assert task.assignee == lead
    assert incident.participations.get(role="lead").user == lead
    room = client_of(dana).get(incident.get_absolute_url())
    assert room.status_code == 200
    assert "Okta" in room.text
    audit = client_of(dana).get(reverse("organisation:audit"))
    assert "Okta" in audit.text


# Deleting


def test_an_invitation_that_nobody_answered_goes_with_the_account(okta):
    nia = made(okta)

    assert okta.delete(f"Users/{nia['id']}").status_code == 204
    assert not User.objects.filter(pk=nia["id"]).exists()
    refused(okta.get(f"Users/{nia['id']}"), 404)


def test_whoever_was_here_leaves_and_is_found_again_when_they_return(okta):
    nia = UserFactory(email="nia.kamau@example.org", display_name="Nia Kamau")

    assert okta.delete(f"Users/{nia.pk}").status_code == 204
    nia.refresh_from_db()
    assert (nia.is_active, nia.display_name) == (False, "Nia Kamau")
    refused(okta.get(f"Users/{nia.pk}"), 404)
    refused(okta.delete(f"Users/{nia.pk}"), 404)
    assert okta.find("Users", f'id eq "{nia.pk}"').json()["totalResults"] == 0

    assert made(okta)["id"] == str(nia.pk)
    nia.refresh_from_db()
    assert nia.is_active
    assert nia.external_id


@pytest.mark.parametrize("is_deleted", [True, False])
def test_an_admin_who_left_comes_back_as_one_only_where_a_group_says_so(okta, settings, is_deleted):
    nia = UserFactory(email="nia.kamau@example.org", role=Role.ADMIN)

    def goes_and_returns():
        if is_deleted:
            okta.delete(f"Users/{nia.pk}")
            return made(okta)
        for active in (False, True):
            okta.patch(f"Users/{nia.pk}", {"op": "replace", "value": {"active": active}})
        return okta.get(f"Users/{nia.pk}").json()

    assert goes_and_returns()["id"] == str(nia.pk)
    nia.refresh_from_db()
    assert (nia.is_active, nia.role) == (True, Role.MEMBER)

    User.objects.filter(pk=nia.pk).update(role=Role.ADMIN)
    settings.OIDC_ROLES = {"goldseam-admins": "admin"}
    goes_and_returns()
    nia.refresh_from_db()
    assert nia.role == Role.MEMBER


def test_whom_an_admin_lets_back_is_there_for_the_directory(okta, dana, client_of):
    nia = UserFactory()
    okta.delete(f"Users/{nia.pk}")
    client_of(dana).post(reverse("organisation:let_back", args=[nia.pk]))

    assert okta.get(f"Users/{nia.pk}").json()["active"] is True


def test_an_invitation_of_an_admins_is_the_directorys_to_change(okta, dana):
    nia = invite_person(by=dana, display_name="N", email="nia@example.org", role="member")

    said = okta_person(emails=[{"value": "nia@example.org"}])
    assert okta.put(f"Users/{nia.pk}", said).status_code == 200
    nia.refresh_from_db()
    assert nia.display_name == "Nia Kamau"
