"""Tokens: made once, shown once, kept as a digest, and ended."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from incidents.domain.arriving import arrive
from incidents.domain.filing import declare_incident
from incidents.models import ReachOut
from nudges.models import Nudge
from people.domain.tokens import (
    close_service_account,
    make_token,
    note_used,
    open_service_account,
    revoke_token,
    revoke_tokens_of,
    token_of,
)
from people.errors import DomainError
from people.models import ApiToken, AuditEntry, Role, User
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

READS = ["incidents:read"]


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def token(account, *, by=None, scopes=READS, days=90, name="script"):
    return make_token(account, by=by or account, name=name, scopes=scopes, days=days)


def test_a_token_is_found_by_its_words_and_kept_as_a_digest(nia):
    made, words = token(nia)

    assert words.startswith("gs_")
    assert token_of(words) == made
    assert made.account == nia
    kept = " ".join(str(value) for value in ApiToken.objects.values().get().values())
    assert words not in kept
    assert made.expires_at - made.made_at == timedelta(days=90)


@pytest.mark.parametrize("words", ["", "gs_", "gs_" + "A" * 43, "x" * 5000, "gs_é"])
def test_other_words_open_nothing(nia, words):
    token(nia)

    assert token_of(words) is None


def test_a_token_outlives_a_change_of_the_secret_key(nia, settings):
    made, words = token(nia)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert token_of(words) == made
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert token_of(words) is None


def test_a_token_ends_by_itself_when_revoked_and_with_its_account(nia):
    made, words = token(nia)
    revoke_token(made, by=nia)
    assert token_of(words) is None

    made, words = token(nia)
    ApiToken.objects.filter(pk=made.pk).update(
        made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now()
    )
    assert token_of(words) is None

    made, words = token(nia)
    revoke_tokens_of(nia, by=None)
    assert token_of(words) is None

    _made, words = token(nia)
    User.objects.filter(pk=nia.pk).update(is_active=False)
    assert token_of(words) is None


@pytest.mark.parametrize("days", [0, 366])
def test_a_token_lasts_a_year_at_most(nia, days):
    with pytest.raises(DomainError):
        token(nia, days=days)


def test_nobody_makes_tokens_for_others(nia, admin):
    for account, by in ((nia, admin), (open_service_account(by=admin, display_name="Bot"), nia)):
        with pytest.raises(DomainError):
            token(account, by=by)


def test_a_directory_gets_the_token_of_a_service(nia, admin):
    with pytest.raises(DomainError):
        token(nia, scopes=["scim"])
    made, _words = token(
        open_service_account(by=admin, display_name="Okta"), by=admin, scopes=["scim"]
    )
    assert made.scopes == ["scim"]


def test_there_are_so_many_at_most_also_when_two_are_made_at_once(race):
    nia = UserFactory()
    for _ in range(19):
        token(nia)

    outcomes = race(2, lambda: token(nia))

    assert sorted(outcomes) == ["DomainError", "ok"]


def test_the_hour_of_use_is_kept_once_an_hour(nia, django_assert_num_queries):
    made, words = token(nia)
    at = timezone.now().replace(minute=40, second=7)
    note_used(made, at=at)

    used = token_of(words)
    assert used.last_used_at == at.replace(minute=0, second=0, microsecond=0)
    with django_assert_num_queries(0):
        note_used(used, at=at + timedelta(minutes=10))


def test_making_and_ending_is_noted_without_a_name(nia):
    made, _words = token(nia, name="Nia's laptop")
    revoke_token(made, by=nia)
    revoke_token(made, by=nia)

    entries = AuditEntry.objects.order_by("pk")
    assert [one.action for one in entries] == ["people.make_token", "people.revoke_token"]
    assert "Nia" not in str([one.details for one in entries])


# A service account is nobody


@pytest.fixture
def bot(admin):
    return open_service_account(by=admin, display_name="Deploy bot")


def test_a_service_account_is_in_no_list_of_people_and_cannot_sign_in(bot):
    assert bot not in User.objects.here()
    assert bot not in User.objects.who_may_write()
    assert not bot.has_usable_password()


def test_a_script_files_and_nobody_is_asked_to_look_after_it(bot):
    incident = declare_incident(by=bot, title="Disk is full")

    assert incident.declared_by == bot
    assert not incident.participations.exists()
    assert not ReachOut.objects.exists()
    assert not Nudge.objects.filter(recipient=bot).exists()


def test_a_script_is_none_of_the_people_in_an_incident(bot):
    with pytest.raises(DomainError):
        arrive(IncidentFactory(), bot, by=bot)
    with pytest.raises(DomainError):
        declare_incident(by=bot, title="Hush", is_restricted=True)


def test_closing_an_account_ends_its_tokens(bot, admin):
    _made, words = token(bot, by=admin)

    close_service_account(bot, by=admin)

    assert token_of(words) is None


# Pages


@pytest.fixture
def signed_in(client, nia):
    """Somebody who has just given their password."""

    def sign_in(person):
        word = {"password": "gold in the seams"}
        person.set_password(word["password"])
        person.save()
        client.post(reverse("account_login"), {"login": person.email} | word)
        client.post(reverse("account_reauthenticate"), word)
        return client

    return sign_in


NEW = {"name": "deploy script", "scopes": ["incidents:write"], "days": "30"}


def test_a_token_is_shown_once(signed_in, nia):
    client = signed_in(nia)

    page = client.post(reverse("people:make_token"), NEW)

    made = ApiToken.objects.get()
    words = page.context["token"]
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert token_of(words) == made
    listed = client.get(reverse("people:tokens")).content.decode()
    assert "deploy script" in listed
    assert words not in listed


def test_what_makes_no_sense_is_said_back(signed_in, nia):
    answer = signed_in(nia).post(reverse("people:make_token"), {"name": "x", "days": "30"})

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_whoever_signed_in_long_ago_shows_that_it_is_them(client_of, nia):
    nia.set_password("gold in the seams")
    nia.save()

    answer = client_of(nia).post(reverse("people:make_token"), NEW)

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not ApiToken.objects.exists()


def test_the_tokens_of_others_are_not_there(client_of, nia):
    theirs, _words = token(UserFactory(), name="theirs")
    client = client_of(nia)

    assert "theirs" not in client.get(reverse("people:tokens")).content.decode()
    assert client.post(reverse("people:revoke_token", args=[theirs.pk])).status_code == 404


def test_own_tokens_are_ended(client_of, nia):
    mine, words = token(nia)

    client_of(nia).post(reverse("people:revoke_token", args=[mine.pk]))

    assert token_of(words) is None


def test_an_admin_makes_an_account_a_token_and_ends_both(signed_in, admin):
    client = signed_in(admin)

    client.post(reverse("organisation:open_account"), {"display_name": "Bot", "role": "member"})
    bot = User.objects.services().get()
    page = client.post(reverse("organisation:make_token", args=[bot.pk]), NEW)
    assert token_of(page.context["token"]).account == bot
    assert "Bot" in client.get(reverse("organisation:tokens")).content.decode()
    made = ApiToken.objects.get()
    client.post(reverse("organisation:revoke_token", args=[bot.pk, made.pk]))
    assert token_of(page.context["token"]) is None
    client.post(reverse("organisation:close_account", args=[bot.pk]))
    assert not User.objects.get(pk=bot.pk).is_active


def test_only_admins_keep_the_tokens_of_services(client_of, nia, bot):
    client = client_of(nia)

    for name, numbers in (("tokens", []), ("new_token", [bot.pk])):
        assert client.get(reverse(f"organisation:{name}", args=numbers)).status_code == 403
    for name, numbers in (
        ("open_account", []),
        ("make_token", [bot.pk]),
        ("close_account", [bot.pk]),
    ):
        assert client.post(reverse(f"organisation:{name}", args=numbers)).status_code == 403


def test_the_page_of_tokens_asks_no_more_for_three_than_for_one(client_of, queries_of, admin):
    def grow():
        token(open_service_account(by=admin, display_name="Bot"), by=admin)
        token(admin)

    grow()
    client = client_of(admin)
    pages = [reverse("organisation:tokens"), reverse("people:tokens")]
    few = [queries_of(client, page) for page in pages]
    grow()
    grow()

    assert [queries_of(client, page) for page in pages] == few
    assert max(few) <= 12
