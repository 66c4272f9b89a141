"""Who is invited, and as what people are here."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from organisation.domain.members import (
    change_member,
    invite_again,
    invite_person,
    withdraw_invitation,
)
from people.errors import DomainError
from people.models import AuditEntry, Role, User
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST, INVITE = reverse("organisation:members"), reverse("organisation:send_invitation")
TYPED = {"display_name": "Lee Ray", "email": "Lee@Example.org", "role": "member"}


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN, display_name="Dana")


@pytest.fixture
def invited(dana):
    return invite_person(by=dana, display_name="Lee Ray", email="lee@example.org", role="member")


def as_member(person, **more):
    known = {
        "display_name": person.display_name,
        "role": person.role,
        "team": person.team,
        "title": person.title,
        "is_senior": person.is_senior,
    }
    return known | more


def noted():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_whoever_opens_an_invitation_chooses_a_password_and_is_in(client, client_of, dana, work):
    with work():
        response = client_of(dana).post(INVITE, TYPED)

    person = User.objects.get(email="lee@example.org")
    [letter] = mail.outbox
    assert response.url == reverse("organisation:member", args=[person.pk])
    assert (letter.to, person.has_usable_password()) == (["lee@example.org"], False)
    assert noted() == ["people.invited"]
    assert "lee" not in str(AuditEntry.objects.get().details).lower()
    link = next(line for line in letter.body.splitlines() if "/password/reset/key/" in line)
    page = client.get(link.partition("//")[2].partition("/")[2].join(["/", ""]), follow=True)
    assert "Hello Lee" in page.text
    chosen = {"password1": "a quiet word at dawn", "password2": "a quiet word at dawn"}
    client.post(page.redirect_chain[-1][0], chosen)
    person.refresh_from_db()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.check_password("a quiet word at dawn")


def test_nobody_is_invited_twice(client_of, dana, invited):
    response = client_of(dana).post(INVITE, TYPED)

    assert response.status_code == 422
    assert "already has an account" in response.text
    assert "Lee Ray" in response.text


def test_whoever_has_not_come_is_asked_for_nothing(invited):
    assert invited not in User.objects.who_may_write()


def test_two_who_invite_somebody_at_once_make_one_account(race):
    dana = UserFactory(role=Role.ADMIN)

    outcomes = race(2, lambda: invite_person(by=dana, **TYPED | {"email": "lee@example.org"}))

    assert sorted(outcomes) == ["DomainError", "ok"]


@pytest.mark.parametrize("role", ["reader", "member"])
def test_only_admins_keep_accounts(client_of, client, role, invited):
    somebody = client_of(UserFactory(role=role))
    for name in ("members", "invite", "teams", "new_team"):
        assert somebody.get(reverse(f"organisation:{name}")).status_code == 403
        assert client.get(reverse(f"organisation:{name}")).status_code == 302
    for name in ("change_member", "invite_again", "withdraw_invitation", "let_leave", "erase"):
        address = reverse(f"organisation:{name}", args=[invited.pk])
        assert somebody.post(address).status_code == 403
        assert client.post(address).status_code == 302
    assert User.objects.filter(pk=invited.pk, role="member", is_active=True).exists()


def test_an_invitation_is_sent_again_but_not_twice_in_a_minute(dana, invited):
    with pytest.raises(DomainError, match="a moment ago"):
        invite_again(invited, by=dana)
    User.objects.filter(pk=invited.pk).update(invited_at=timezone.now() - timedelta(days=4))

    again = invite_again(invited, by=dana)

    assert timezone.now() - again.invited_at < timedelta(minutes=1)
    assert noted() == ["people.invited", "people.invited_again"]


def test_an_invitation_that_is_withdrawn_leaves_nothing(client_of, dana, invited):
    client_of(dana).post(reverse("organisation:withdraw_invitation", args=[invited.pk]))

    assert not User.objects.filter(email="lee@example.org").exists()
    assert noted()[-1] == "people.invitation_withdrawn"


def test_who_was_given_something_already_leaves_instead(client_of, dana, invited):
    TeamFactory(tech_leads=[invited])

    response = client_of(dana).post(reverse("organisation:withdraw_invitation", args=[invited.pk]))

    assert response.status_code == 422
    assert "Let them leave instead" in response.text
    assert User.objects.filter(pk=invited.pk).exists()


def test_whoever_has_come_has_no_invitation_any_more(dana, invited):
    User.objects.filter(pk=invited.pk).update(last_login=timezone.now())

    for verb in (invite_again, withdraw_invitation):
        with pytest.raises(DomainError, match="has come already"):
            verb(invited, by=dana)


def test_role_team_and_title_change_and_the_log_says_which(client_of, dana):
    person, team = UserFactory(display_name="Lee Ray"), TeamFactory()
    typed = {"display_name": "Lee Ray", "role": "admin", "team": team.pk, "title": "Lead"}

    response = client_of(dana).post(
        reverse("organisation:change_member", args=[person.pk]), typed | {"is_senior": "on"}
    )

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.role, person.team, person.title, person.is_senior) == (
        "admin",
        team,
        "Lead",
        True,
    )
    details = AuditEntry.objects.get().details
    assert details["changed"] == ["is_senior", "role", "team", "title"]
    assert "Lead" not in str(details)


def test_what_stays_the_same_is_not_noted(dana):
    person = UserFactory()

    change_member(person, by=dana, **as_member(person))

    assert noted() == []


def test_the_only_admin_stays_one(client_of, dana):
    invite_person(by=dana, display_name="Not here yet", email="n@example.org", role="admin")

    response = client_of(dana).post(
        reverse("organisation:change_member", args=[dana.pk]),
        {"display_name": "Dana", "role": "member", "title": ""},
    )

    dana.refresh_from_db()
    assert response.status_code == 422
    assert "the only admin" in response.text
    assert dana.is_admin


def test_two_admins_who_step_down_at_once_leave_one(race):
    one, other = UserFactory(role=Role.ADMIN), UserFactory(role=Role.ADMIN)
    down = [
        lambda: change_member(one, by=one, **as_member(one, role="member")),
        lambda: change_member(other, by=other, **as_member(other, role="member")),
    ]

    assert sorted(race(2, down)) == ["DomainError", "ok"]
    assert User.objects.filter(role=Role.ADMIN).count() == 1


def test_the_list_finds_by_name_and_address_and_says_who_is_what(client_of, dana, invited):
    client = client_of(dana)
    UserFactory(display_name="Anna", email="zzz@example.org")
    UserFactory(display_name="Gone", is_active=False)

    def names(**narrowed):
        return [one.display_name for one in client.get(LIST, narrowed).context["listed"].people]

    assert names() == ["Anna", "Dana"]
    assert names(q="zzz@") == ["Anna"]
    assert names(state="invited") == ["Lee Ray"]
    assert names(state="left") == ["Gone"]
    assert names(state="nonsense", after="x") == ["Anna", "Dana"]


def test_the_lists_ask_as_often_for_three_as_for_one(client_of, dana, queries_of):
    client, teams = client_of(dana), reverse("organisation:teams")
    TeamFactory(tech_leads=[dana])
    before = queries_of(client, LIST), queries_of(client, teams)
    for person in UserFactory.create_batch(3):
        TeamFactory(tech_leads=[person])

    assert (queries_of(client, LIST), queries_of(client, teams)) == before
    assert max(before) <= 12
