"""What an organisation asks of every incident besides, and what incidents answer."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from incidents.domain.answering import answer_fields
from incidents.domain.custom_fields import change_field, define_field, move_field, use_field
from incidents.models import CustomField, CustomValue
from people.errors import DomainError
from people.models import Role
from people.words import asks_who
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


@pytest.fixture
def define(admin):
    def one(label="Region", kind="text", **more):
        return define_field(by=admin, label=label, kind=kind, **more)

    return one


def answered(incident):
    return {
        value.field.key: value.answer
        for value in incident.custom_values.select_related("field", "person")
    }


def last_line(incident):
    return incident.timeline.newest_first().first().text


# Defining


def test_a_field_has_a_key_made_from_what_is_asked(define):
    first = define("Customers affected", "number")
    second = define("Customers, affected", "number")
    third = define("顧客", "text")

    assert [one.key for one in CustomField.objects.all()] == [
        "customers-affected",
        "customers-affected-2",
        "field",
    ]
    assert [first.position, second.position, third.position] == [0, 1, 2]


def test_the_same_field_sent_twice_is_one(define):
    assert define("Region", "choice", choices=["EU", "US"]) == define(
        "Region", "choice", choices=["EU", "US"]
    )
    assert CustomField.objects.count() == 1


@pytest.mark.parametrize(
    ("label", "kind", "more", "where"),
    [
        ("region", "text", {}, "label"),
        ("Ticket", "text", {"key": "region"}, "key"),
        ("Ticket", "choice", {}, "choices"),
        ("Ticket", "choice", {"choices": [f"{n}" for n in range(101)]}, "choices"),
        ("Who broke it", "person", {}, "label"),
        ("Ticket", "text", {"help_text": "Whose mistake was it?"}, "help_text"),
        ("Ticket", "choice", {"choices": ["Human error", "Bad luck"]}, "choices"),
        ("Ticket", "person", {"key": "caused_by"}, "key"),
    ],
)
def test_a_field_is_refused_beside_what_is_wrong(define, label, kind, more, where):
    define("Region")

    with pytest.raises(DomainError) as refused:
        define(label, kind, **more)

    assert list(refused.value.message_dict) == [where]
    assert CustomField.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Who caused it?",
        "Whose change",
        "caused_by",
        "Introduced by",
        "Author of the change",
        "PR author",
        "Responsible engineer",
        "Root cause",
        "At fault",
        "Person to blame",
        "Who pushed the button",
        "Merged by",
    ],
)
def test_questions_that_ask_who_are_recognised(text):
    assert asks_who(text)


@pytest.mark.parametrize(
    "text",
    [
        "Region",
        "Customers affected",
        "Account manager",
        "Circuit breaker tripped",
        "Default tier",
        "Who was told",
        "Release",
        "Change ticket",
        "Segfault seen",
        "Blameless review",
        "Causes pages",
    ],
)
def test_other_questions_are_left_alone(text):
    assert not asks_who(text)


def test_a_field_can_be_put_better_and_keeps_its_answers(define, admin, nia, incident):
    region = define("Region", "choice", choices=["EU", "US"])
    answer_fields(incident, by=nia, answers={"region": "EU"})

    change_field(
        region, by=admin, label="Where", kind="choice", choices=["US", "Asia"], help_text="Hint"
    )

    region.refresh_from_db()
    assert (region.key, region.label, region.choices) == ("region", "Where", ["US", "Asia"])
    assert answered(incident) == {"region": "EU"}


def test_kind_and_key_stay_once_an_incident_answers(define, admin, nia, incident):
    region = define("Region")
    change_field(region, by=admin, label="Region", kind="number", key="area")
    region.refresh_from_db()
    assert (region.kind, region.key) == ("number", "area")
    answer_fields(incident, by=nia, answers={"area": Decimal(3)})

    for changed in ({"kind": "text"}, {"kind": "number", "key": "region"}):
        with pytest.raises(DomainError):
            change_field(region, by=admin, label="Region", **changed)

    region.refresh_from_db()
    assert (region.kind, region.key) == ("number", "area")


def test_a_field_is_moved_to_a_place_and_twice_is_once(define, admin):
    fields = [define(label) for label in ("One", "Two", "Three")]

    for _ in range(2):
        move_field(fields[2], by=admin, position=0)

    assert [one.label for one in CustomField.objects.all()] == ["Three", "One", "Two"]
    move_field(fields[2], by=admin, position=9_999)
    assert [one.position for one in CustomField.objects.all()] == [0, 1, 2]
    assert CustomField.objects.last() == fields[2]


def test_out_of_use_hides_and_forgets_nothing(define, admin, nia, incident, client_of):
    region = define("Region")
    answer_fields(incident, by=nia, answers={"region": "Lisbon"})
    use_field(region, by=admin, is_in_use=False)
    client = client_of(nia)

    assert "Lisbon" not in room_answers(client, incident)
    answer_fields(incident, by=nia, answers={"region": "Porto"})
    assert answered(incident) == {"region": "Lisbon"}
    with pytest.raises(DomainError, match="put back"):
        define("Region")

    use_field(region, by=admin, is_in_use=True)
    assert "Lisbon" in room_answers(client, incident)


def room_answers(client, incident):
    html = client.get(incident.get_absolute_url()).content.decode()
    return html.partition('id="answers"')[2].partition("</section>")[0]


def test_two_admins_who_define_the_same_at_once_define_one(race):
    admin = UserFactory(role=Role.ADMIN)

    outcomes = race(2, lambda: define_field(by=admin, label="Region", kind="text"))

    assert outcomes == ["ok", "ok"]
    assert CustomField.objects.count() == 1


def test_an_answer_and_a_change_of_kind_at_once_leave_them_of_one_kind(race):
    admin = UserFactory(role=Role.ADMIN)
    incident = IncidentFactory(by=admin)
    field = define_field(by=admin, label="Region", kind="text")

    race(
        2,
        [
            lambda: answer_fields(incident, by=admin, answers={"region": "EU"}),
            lambda: change_field(field, by=admin, label="Region", kind="choice", choices=["EU"]),
        ],
    )

    field.refresh_from_db()
    assert answered(incident) == {"region": "EU"}
    assert field.kind in ("text", "choice")


# Answering


def test_answers_of_every_kind_are_kept_and_told_in_one_line(define, nia, incident):
    tom = UserFactory(display_name="Tom Reyes")
    define("Region", "choice", choices=["EU", "US"])
    define("Customers", "number")
    define("Seen on", "date")
    define("Account manager", "person")
    define("Ticket", "link")
    define("In short", "text")
    given = {
        "region": "EU",
        "customers": Decimal("0.5"),
        "seen-on": date(2026, 3, 9),
        "account-manager": tom,
        "ticket": "https://example.org/1",
        "in-short": "Slow.",
    }

    answer_fields(incident, by=nia, answers=given)

    assert answered(incident) == given
    assert last_line(incident) == (
        "Region: EU. Customers: 0.5. Seen on: 9 Mar 2026. Account manager: Tom Reyes. "
        "Ticket: https://example.org/1. In short: Slow."
    )
    before = incident.timeline.count()
    answer_fields(incident, by=nia, answers=given)
    assert incident.timeline.count() == before


def test_an_empty_answer_takes_the_old_one_away_and_nought_is_an_answer(define, nia, incident):
    define("Customers", "number")
    answer_fields(incident, by=nia, answers={"customers": Decimal(0)})
    assert answered(incident) == {"customers": 0}
    assert last_line(incident) == "Customers: 0."

    answer_fields(incident, by=nia, answers={"customers": None})
    assert answered(incident) == {}
    assert last_line(incident) == "Customers: no answer."


def test_an_incident_that_is_over_can_still_be_answered_about(define, nia):
    over = IncidentFactory(by=nia, is_over=True)
    define("Region")

    answer_fields(over, by=nia, answers={"region": "EU"})

    assert answered(over) == {"region": "EU"}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("choice", "Mars"),
        ("link", "javascript:alert(1)"),
        ("link", "ftp://example.org"),
        ("person", "somebody who left"),
    ],
)
def test_the_domain_refuses_what_is_not_offered(define, nia, incident, kind, given):
    if kind == "person":
        given = UserFactory(is_active=False)
    define("Region", kind, choices=["EU"])

    with pytest.raises(DomainError) as refused:
        answer_fields(incident, by=nia, answers={"region": given})

    assert list(refused.value.message_dict) == ["region"]
    assert answered(incident) == {}


# Pages


def answer(client, incident, **typed):
    fields = {f"field-{key.replace('_', '-')}": value for key, value in typed.items()}
    return client.post(reverse("incidents:answer", args=[incident.pk]), fields)


def test_an_incident_is_answered_about_on_its_page(define, nia, incident, client_of):
    define("Customers", "number")
    define("Region", "choice", choices=["EU"], help_text="Where it was seen first.")
    client = client_of(nia)

    page = client.get(reverse("incidents:answers", args=[incident.pk])).content.decode()
    answer_ = answer(client, incident, customers=" 1204 ", region="EU")

    assert "Where it was seen first." in page
    assert answer_.url == incident.get_absolute_url()
    assert answered(incident) == {"customers": 1204, "region": "EU"}
    shown = room_answers(client, incident)
    assert "1204" in shown
    assert "EU" in shown


BAD = [
    ("number", "a few", "Give a number"),
    ("number", "9" * 30, "16 digits fit"),
    ("number", "1e400", "16 digits fit"),
    ("number", "NaN", "Give a number"),
    ("number", "1.23456", "16 digits fit"),
    ("date", "yesterday", "Give a day"),
    ("date", "2026-02-30", "Give a day"),
    ("link", "javascript:alert(1)", "begins with https"),
    ("link", "data:text/html,x", "begins with https"),
    ("choice", "Mars", "Choose one from the list"),
    ("person", "0", "Choose"),
    ("text", "x" * 1001, "1001 characters"),
    ("text", "bell \x07", "cannot be shown"),
    ("text", "nul \x00", "Null characters"),
]


@pytest.mark.parametrize(("kind", "typed", "sentence"), BAD)
def test_what_makes_no_sense_is_said_and_kept(
    define, nia, incident, client_of, kind, typed, sentence
):
    define("Region", kind, choices=["EU"])
    define("Other", "text")

    refused = answer(client_of(nia), incident, region=typed, other="Still here")

    html = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in html
    assert "Still here" in html
    assert answered(incident) == {}


def test_a_person_who_left_cannot_be_chosen_and_stays_where_they_are(
    define, nia, incident, client_of
):
    tom = UserFactory(display_name="Tom Reyes")
    define("Account manager", "person")
    define("Region")
    answer_fields(incident, by=nia, answers={"account-manager": tom})
    tom.is_active = False
    tom.save()
    client = client_of(nia)

    kept = {"account_manager": str(tom.pk), "region": "EU"}
    first = client.post(
        reverse("incidents:answer", args=[incident.pk]),
        {"field-account-manager": tom.pk, "initial-field-account-manager": tom.pk,
         "field-region": "EU"},
    )  # fmt: skip
    assert first.status_code == 302
    assert answered(incident) == {"account-manager": tom, "region": "EU"}

    other = IncidentFactory(by=nia)
    assert answer(client, other, **kept).status_code == 422
    assert answered(other) == {}


def test_what_somebody_else_answered_meanwhile_stays(define, nia, incident, client_of):
    define("Region")
    define("Customers", "number")
    page = client_of(nia).get(reverse("incidents:answers", args=[incident.pk])).content.decode()
    assert 'name="initial-field-region"' in page
    answer_fields(incident, by=nia, answers={"region": "EU"})
    define("Later", "text")
    answer_fields(incident, by=nia, answers={"later": "Kept"})

    client_of(nia).post(
        reverse("incidents:answer", args=[incident.pk]),
        {"field-region": "", "initial-field-region": "", "field-customers": "3",
         "initial-field-customers": ""},
    )  # fmt: skip

    assert answered(incident) == {"region": "EU", "later": "Kept", "customers": 3}


def test_the_page_says_so_when_nothing_is_asked(nia, incident, client_of):
    page = client_of(nia).get(reverse("incidents:answers", args=[incident.pk]))

    assert "Nothing more is asked" in page.content.decode()
    assert room_answers(client_of(nia), incident) == ""


def test_a_link_is_a_link_and_a_script_is_text(define, nia, incident, client_of):
    define("Ticket", "link")
    define("In short", "text")
    answers = {"ticket": "https://example.org/?a=1&b=2", "in-short": "<script>alert(1)</script>"}
    answer_fields(incident, by=nia, answers=answers)

    shown = room_answers(client_of(nia), incident)

    assert '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">' in shown
    assert "<script>" not in shown


def test_twenty_digits_are_shown_as_they_were_typed(define, nia, incident, client_of):
    define("Rows", "number")
    answer(client_of(nia), incident, rows="1234567890123456.7891")

    assert "1234567890123456.7891" in room_answers(client_of(nia), incident)


def test_a_number_comes_back_into_the_form_without_added_zeros(define, nia, incident, client_of):
    define("Rows", "number")
    answer_fields(incident, by=nia, answers={"rows": Decimal(40)})

    html = client_of(nia).get(reverse("incidents:answers", args=[incident.pk])).content.decode()

    assert 'name="field-rows" value="40"' in html


# Who may

DEFINING = {
    "fields": ("get", [], {}),
    "new_field": ("get", [], {}),
    "define_field": ("post", [], {"label": "New", "kind": "text"}),
    "edit_field": ("get", [1], {}),
    "change_field": ("post", [1], {"label": "New", "kind": "text", "key": "region"}),
    "move_field": ("post", [1], {"position": 1}),
    "use_field": ("post", [1], {}),
}


def asked(client, name, field):
    method, arguments, typed = DEFINING[name]
    return getattr(client, method)(
        reverse(f"incidents:{name}", args=[field.pk for _ in arguments]), typed
    )


@pytest.mark.parametrize("name", DEFINING)
def test_only_admins_define_fields(define, client_of, nia, admin, name):
    field = define("Region")
    define("Other")

    reader = UserFactory(role=Role.READER)
    assert asked(client_of(nia), name, field).status_code == 403
    assert asked(client_of(reader), name, field).status_code == 403
    assert "/accounts/login/" in asked(Client(), name, field).url
    assert CustomField.objects.in_use().count() == 2
    assert CustomField.objects.first() == field

    assert asked(client_of(admin), name, field).status_code in (200, 302)


@pytest.mark.parametrize("name", DEFINING)
def test_the_wrong_verb_is_refused(define, client_of, admin, name):
    field = define("Region")
    wrong = {"get": "post", "post": "get"}[DEFINING[name][0]]
    address = reverse(f"incidents:{name}", args=[field.pk for _ in DEFINING[name][1]])

    assert getattr(client_of(admin), wrong)(address).status_code == 405


def test_an_admin_defines_changes_moves_and_retires_a_field_on_the_pages(client_of, admin):
    client = client_of(admin)
    typed = {"label": "Region", "kind": "choice", "choices": " EU \n\nUS\nEU", "key": "Area"}

    assert client.post(reverse("incidents:define_field"), typed).status_code == 302
    field = CustomField.objects.get()
    assert (field.key, field.choices) == ("area", ["EU", "US"])
    changed = client.post(
        reverse("incidents:change_field", args=[field.pk]), typed | {"label": "Where"}
    )
    assert changed.status_code == 302
    client.post(reverse("incidents:use_field", args=[field.pk]))
    page = client.get(reverse("incidents:fields")).content.decode()
    assert "Where" in page
    assert "Out of use" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"label": "Who broke it?", "kind": "person"}, "never who"),
        ({"label": "", "kind": "text"}, "A word or two"),
        ({"label": "Region", "kind": "colour"}, "Choose one from the list"),
        ({"label": "Region", "kind": "choice", "choices": "x" * 81}, "80 characters fit"),
        ({"label": "Region", "kind": "text", "key": "a b"}, "Letters, digits and hyphens"),
    ],
)
def test_a_refused_field_is_kept_as_it_was_typed(client_of, admin, typed, sentence):
    refused = client_of(admin).post(reverse("incidents:define_field"), typed)

    html = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in html
    assert not CustomField.objects.exists()


def test_an_answered_kind_cannot_be_changed_by_a_made_up_form(
    define, client_of, admin, nia, incident
):
    field = define("Region")
    answer_fields(incident, by=nia, answers={"region": "EU"})

    page = client_of(admin).get(reverse("incidents:edit_field", args=[field.pk])).content.decode()
    client_of(admin).post(
        reverse("incidents:change_field", args=[field.pk]),
        {"label": "Where", "kind": "number", "key": "other"},
    )

    field.refresh_from_db()
    assert "It stays, because incidents answer this already." in page
    assert (field.label, field.kind, field.key) == ("Where", "text", "region")


def test_readers_strangers_and_get_answer_nothing(define, incident, client_of):
    define("Region")
    reader = UserFactory(role=Role.READER)

    assert answer(client_of(reader), incident, region="EU").status_code == 403
    assert "/accounts/login/" in answer(Client(), incident, region="EU").url
    assert client_of(UserFactory()).get(
        reverse("incidents:answer", args=[incident.pk])
    ).status_code == 405  # fmt: skip
    assert not CustomValue.objects.exists()


def test_a_restricted_incident_is_answered_about_by_those_in_it(define, nia, client_of):
    define("Region")
    secret = IncidentFactory(by=nia)
    secret.is_restricted = True
    secret.save()

    assert answer(client_of(UserFactory()), secret, region="EU").status_code == 404
    assert answer(client_of(nia), secret, region="EU").status_code == 302
