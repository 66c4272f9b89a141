"""What a person says of themselves."""

from datetime import time

import pytest
from django.urls import reverse

from people.domain.accounts import change_profile
from people.errors import DomainError
from people.models import Role, User
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

PROFILE, SAVE = reverse("people:profile"), reverse("people:save_profile")
TYPED = {
    "display_name": "Nia Kamau",
    "pronouns": "she/her",
    "title": "Engineer",
    "is_senior": "on",
    "time_zone": "Africa/Nairobi",
    "workday_starts": "08:30",
    "workday_ends": "16:00",
    "workdays": ["6", "0", "1", "2", "3"],
    "country": "KE",
}
FIELDS = [field.name for field in User._meta.fields]


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia", email="nia@example.org", workdays=[0, 1])


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def kept(user):
    return User.objects.filter(pk=user.pk).values(*FIELDS).get()


def test_it_shows_what_is_kept(client, nia):
    nia.team = TeamFactory(name="Payments")
    nia.save()

    response = client.get(PROFILE)

    form = response.context["form"]
    assert "nia@example.org" in response.text
    assert "Payments" in response.text
    assert form["display_name"].value() == "Nia"
    assert [day.data["label"] for day in form["workdays"] if day.data["selected"]] == [
        "Monday",
        "Tuesday",
    ]


def test_everything_that_is_typed_is_kept(client, nia):
    response = client.post(SAVE, TYPED)

    nia.refresh_from_db()
    assert response.url == PROFILE
    assert (nia.display_name, nia.pronouns, nia.title) == ("Nia Kamau", "she/her", "Engineer")
    assert nia.is_senior
    assert (nia.time_zone, nia.workday_starts, nia.workday_ends) == (
        "Africa/Nairobi",
        time(8, 30),
        time(16),
    )
    assert sorted(nia.workdays) == [0, 1, 2, 3, 6]


def test_what_is_not_ticked_is_off(client, nia):
    client.post(SAVE, {name: typed for name, typed in TYPED.items() if typed != "on"})

    nia.refresh_from_db()
    assert not nia.is_senior


def test_nothing_else_of_the_account_can_be_changed(client, nia):
    before = kept(nia)

    client.post(SAVE, TYPED | {"role": Role.ADMIN, "email": "me@example.org", "is_active": ""})

    after = kept(nia)
    assert {name for name in FIELDS if before[name] != after[name]} == set(TYPED)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"display_name": " "}, "display_name", "Give the name that people here know you by."),
        ({"display_name": "x" * 121}, "display_name", "and 120 fit"),
        ({"pronouns": "x" * 41}, "pronouns", "and 40 fit"),
        ({"title": "a\0b"}, "title", "Null characters are not allowed."),
        ({"time_zone": "Mars/Base"}, "time_zone", "from the list."),
        ({"time_zone": "../../etc/passwd"}, "time_zone", "from the list."),
        ({"workday_starts": ""}, "workday_starts", "Give a time, such as 09:00."),
        ({"workday_starts": "soon"}, "workday_starts", "Give a time, such as 09:00."),
        ({"workday_ends": "25:00"}, "workday_ends", "Give a time, such as 09:00."),
        ({"workday_ends": "08:30"}, "workday_ends", "The workday ends after it starts."),
        ({"workday_ends": "02:00"}, "workday_ends", "The workday ends after it starts."),
        ({"workdays": []}, "workdays", "Choose at least one day."),
        ({"workdays": ["7"]}, "workdays", "from the list."),
        ({"workdays": ["Monday"]}, "workdays", "from the list."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_is_saved(
    client, nia, typed, field, sentence
):
    before = kept(nia)

    response = client.post(SAVE, TYPED | typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sentence in response.text
    assert kept(nia) == before


def test_what_was_typed_is_still_there_beside_the_sentence(client):
    form = client.post(SAVE, TYPED | {"display_name": ""}).context["form"]

    assert form["title"].value() == "Engineer"
    assert form["time_zone"].value() == "Africa/Nairobi"
    assert form["workdays"].value() == ["6", "0", "1", "2", "3"]


def test_a_reader_account_keeps_its_own_profile(client_of):
    reader = UserFactory(role=Role.READER)

    client_of(reader).post(SAVE, TYPED)

    reader.refresh_from_db()
    assert (reader.display_name, reader.role) == ("Nia Kamau", Role.READER)


def test_nobody_changes_anothers_profile(nia):
    words = {name: getattr(nia, name) for name in TYPED}

    with pytest.raises(DomainError, match="Only the person themselves"):
        change_profile(nia, by=UserFactory(role=Role.ADMIN), **words | {"display_name": "N."})

    nia.refresh_from_db()
    assert nia.display_name == "Nia"


def test_strangers_are_sent_to_the_sign_in(client):
    client.logout()

    assert client.get(PROFILE).url.startswith(reverse("account_login"))
    assert client.post(SAVE, TYPED).url.startswith(reverse("account_login"))


def test_the_page_takes_few_queries(client, queries_of):
    assert queries_of(client, PROFILE) <= 12
