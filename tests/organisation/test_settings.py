"""The organisation's settings: kept by admins, noted field by field, and followed everywhere."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from config.sessions import signed_in
from incidents.domain.filing import declare_incident
from incidents.forms import choices
from incidents.models import Severity
from nudges.channels.names import Channel
from nudges.domain.preferences import channels_of
from organisation.domain import settings as verbs
from organisation.views.settings import FORMS
from people import organisation
from people.errors import DomainError
from people.hours import is_working
from people.models import AuditEntry, Organisation, Role, User
from people.organisation import the_organisation
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/organisation/settings/"
KEEP = [f"{PAGE}{name.replace('_', '-')}/" for name in FORMS]
SEVERITIES = {
    "critical_means": "Nobody can pay",
    "major_means": "",
    "minor_means": "",
    "critical_minutes": 15,
    "major_minutes": 60,
    "minor_minutes": None,
}
DAYS = {
    "audit_days": 400,
    "nudge_days": 200,
    "delivery_days": 30,
    "webhook_days": 14,
    "export_days": 3,
}


def with_second_step(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def test_each_change_is_noted_with_what_was_there_before(admin):
    verbs.name_things(by=admin, name="Kiln & Co", postmortem_word="retrospective")
    verbs.name_things(by=admin, name="Kiln & Co", postmortem_word="postmortem")

    assert [(one.by, one.details) for one in AuditEntry.objects.order_by("pk")] == [
        (admin, {"field": "name", "before": "", "after": "Kiln & Co"}),
        (
            admin,
            {"field": "postmortem_word", "before": "postmortem", "after": "retrospective"},
        ),
        (
            admin,
            {"field": "postmortem_word", "before": "retrospective", "after": "postmortem"},
        ),
    ]


def test_there_is_one_organisation(admin):
    verbs.require_second_step(by=with_second_step(admin), requires_second_step=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(pk=2)
    assert Organisation.objects.get().requires_second_step


def test_two_admins_change_what_each_wants(race):
    admin = UserFactory(role=Role.ADMIN)

    outcomes = race(
        2,
        [
            lambda: verbs.name_things(by=admin, name="Kiln", postmortem_word="postmortem"),
            lambda: verbs.keep_for(by=admin, **DAYS),
        ],
    )

    assert outcomes == ["ok", "ok"]
    ours = Organisation.objects.get()
    assert (ours.name, ours.audit_days) == ("Kiln", 400)


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("postmortem", "Postmortems"),
        ("learning_review", "Learning reviews"),
        ("retrospective", "Retrospectives"),
    ],
)
def test_the_word_for_postmortems_is_everywhere(client_of, admin, word, shown):
    verbs.name_things(by=admin, name="", postmortem_word=word)

    for address in ["/", "/write-ups/", "/write-ups/templates/", "/follow-ups/", "/hints/rules/"]:
        page = client_of(admin).get(address)
        assert shown in page.text
        assert "Postmortem" not in page.text or word == "postmortem"


def test_the_name_stands_on_every_page(client_of, admin):
    verbs.name_things(by=admin, name="Kiln & Co", postmortem_word="postmortem")

    assert "Kiln &amp; Co" in client_of(admin).get("/incidents/").text


def test_severities_mean_here_what_an_admin_wrote(client_of, admin):
    verbs.define_severities(by=admin, **SEVERITIES)

    page = client_of(admin).get("/incidents/new/").text
    assert "Nobody can pay" in page
    assert str(choices.SEVERITY_HINTS[Severity.MAJOR]) in page
    assert choices.defined_severities()[0][1] == "Critical: Nobody can pay"


def test_updates_are_due_as_often_as_the_severity_asks(admin):
    before = declare_incident(by=admin, title="Before", severity=Severity.CRITICAL)
    verbs.define_severities(by=admin, **SEVERITIES)

    after = declare_incident(by=admin, title="After", severity=Severity.CRITICAL)
    minor = declare_incident(by=admin, title="Minor", severity=Severity.MINOR)

    assert before.next_update_at - before.declared_at == timedelta(minutes=30)
    assert after.next_update_at - after.declared_at == timedelta(minutes=15)
    assert minor.next_update_at is None


@pytest.mark.parametrize("minutes", [4, 1441])
def test_updates_are_due_within_reason(admin, minutes):
    with pytest.raises(DomainError):
        verbs.define_severities(by=admin, **SEVERITIES | {"major_minutes": minutes})
    assert not AuditEntry.objects.exists()


def test_nobody_works_on_a_day_off_of_everybody(admin):
    noon = datetime(2026, 12, 23, 12, tzinfo=UTC)
    assert is_working(admin, noon)

    verbs.keep_holidays(by=admin, country="", days_off=[date(2026, 12, 23)])

    assert not is_working(admin, noon)
    assert is_working(admin, noon - timedelta(days=1))


def test_new_people_begin_with_the_country_of_the_organisation(admin):
    verbs.keep_holidays(by=admin, country="FR", days_off=[])

    assert User.objects.create_user("new@example.org").country == "FR"
    assert User.objects.create_user("other@example.org", country="DE").country == "DE"


def test_what_is_not_used_is_planned_for_nobody(admin):
    assert Channel.EMAIL in channels_of(admin, "check_in")

    verbs.choose_channels(by=admin, uses_mail=False, uses_browsers=True, uses_chats=True)

    assert Channel.EMAIL not in channels_of(admin, "check_in")


@pytest.mark.parametrize("field", DAYS)
@pytest.mark.parametrize("days", [0, 3651])
def test_what_is_needed_is_kept(admin, field, days):
    with pytest.raises(DomainError):
        verbs.keep_for(by=admin, **DAYS | {field: days})


def test_a_second_process_follows_within_seconds():
    Organisation.objects.create(name="Elsewhere")
    assert the_organisation().name == ""

    organisation.kept.until = 0
    assert the_organisation().name == "Elsewhere"


def test_admin_keeps_a_card_on_the_page(client_of, admin):
    client = client_of(admin)

    answer = client.post(
        f"{PAGE}holidays/", {"country": "GB", "days_off": "2026-12-24\r\n2026-12-23"}
    )

    assert (answer.status_code, answer.url) == (302, f"{PAGE}#holidays")
    assert the_organisation().days_off == [date(2026, 12, 23), date(2026, 12, 24)]
    page = client.get(PAGE).text
    assert "2026-12-23\n2026-12-24" in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("names", {"name": "x", "postmortem_word": "inquest"}),
        ("severities", {"critical_minutes": "soon"}),
        ("severities", {"critical_minutes": "1"}),
        ("holidays", {"days_off": "Christmas"}),
        ("holidays", {"country": "XX"}),
        ("retention", {}),
        ("retention", DAYS | {"audit_days": "1"}),
    ],
)
def test_what_cannot_be_is_given_back(client_of, admin, name, typed):
    answer = client_of(admin).post(f"{PAGE}{name}/", typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert all(
        str(value) in answer.text for value in typed.values() if value not in ("inquest", "XX")
    )
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_are_told_no(client_of, role):
    client = client_of(UserFactory(role=role))

    assert client.get(PAGE).status_code == 403
    assert {client.post(address).status_code for address in KEEP} == {403}


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get(PAGE).status_code == 302
    assert {client.post(address).status_code for address in KEEP} == {302}
    assert not Organisation.objects.exists()


def test_whoever_asks_for_second_steps_has_one(client_of, admin):
    answer = client_of(admin).post(f"{PAGE}sign-in/", {"requires_second_step": "on"})

    assert answer.status_code == 422
    assert "Set up a second step of your own first" in answer.text
    assert not the_organisation().requires_second_step


def test_nobody_goes_on_without_a_second_step_where_one_is_required(client_of, admin):
    verbs.require_second_step(by=with_second_step(admin), requires_second_step=True)
    client = client_of(UserFactory(password="seam-of-gold"))

    for address in ("/", "/incidents/", "/people/profile/"):
        assert client.get(address).url == "/people/signing-in/"
    assert "Set yours up to go on" in client.get("/people/signing-in/").text
    assert client.post("/people/profile/save/").status_code == 403
    assert client.get("/today/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/api/v1/incidents/").status_code == 403
    assert client.get("/accounts/second-step/on/").status_code in (200, 302)
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/accounts/login/").status_code == 200


def test_whoever_has_one_or_was_asked_elsewhere_goes_on(client_of, admin):
    verbs.require_second_step(by=with_second_step(admin), requires_second_step=True)
    person = UserFactory()
    elsewhere, request = client_of(person), RequestFactory().get("/")
    request.session = elsewhere.session
    record_authentication(request, person, method="socialaccount", provider="oidc")
    request.session.save()

    assert client_of(admin).get("/incidents/").status_code == 200
    assert elsewhere.get("/incidents/").status_code == 200


def test_live_pages_are_closed_to_whoever_lacks_one(client_of, admin):
    client = client_of(UserFactory())
    cookie = f"sessionid={client.cookies['sessionid'].value}".encode()
    scope = {"headers": [(b"cookie", cookie)]}
    assert signed_in(scope)

    verbs.require_second_step(by=with_second_step(admin), requires_second_step=True)

    assert signed_in(scope) is None
