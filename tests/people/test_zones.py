"""Where a browser is, and where somebody says they are."""

import pytest
from django.urls import reverse

from people.domain.accounts import confirm_zone
from people.errors import DomainError
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SETTLE = reverse("people:settle_zone")


def test_what_is_confirmed_is_kept_and_they_go_on_where_they_were(client_of):
    nia = UserFactory(is_zone_confirmed=False)

    response = client_of(nia).post(
        SETTLE, {"time_zone": "Africa/Nairobi", "next": "/incidents/?q=x"}
    )

    nia.refresh_from_db()
    assert response.url == "/incidents/?q=x"
    assert (nia.time_zone, nia.is_zone_confirmed) == ("Africa/Nairobi", True)


@pytest.mark.parametrize("somewhere", ["https://evil.example/", "//evil.example/", "", "\\\\e.x"])
def test_nobody_is_sent_elsewhere_afterwards(client_of, somewhere):
    response = client_of(UserFactory()).post(SETTLE, {"time_zone": "UTC", "next": somewhere})

    assert response.url == reverse("people:profile")


def test_a_zone_that_is_none_changes_nothing(client_of):
    nia = UserFactory(is_zone_confirmed=False)

    client_of(nia).post(SETTLE, {"time_zone": "Mars/Olympus"})

    nia.refresh_from_db()
    assert (nia.time_zone, nia.is_zone_confirmed) == ("UTC", False)


def test_the_profile_confirms_it_without_scripts(client_of):
    nia = UserFactory(is_zone_confirmed=False, display_name="Nia")
    client = client_of(nia)
    form = client.get(reverse("people:profile")).context["form"]

    client.post(reverse("people:save_profile"), {**form.initial, "workdays": [0, 1]})

    nia.refresh_from_db()
    assert nia.is_zone_confirmed


def test_the_question_waits_on_every_page_until_it_is_answered(client_of):
    asked, settled = UserFactory(is_zone_confirmed=False), UserFactory()

    assert "data-zone=" in client_of(asked).get(reverse("incidents:list")).text
    assert "data-zone=" not in client_of(settled).get(reverse("incidents:list")).text
    assert "data-zone=" in client_of(settled).get("/").text


def test_nobody_says_where_somebody_else_is():
    with pytest.raises(DomainError, match="themselves"):
        confirm_zone(UserFactory(), by=UserFactory(), time_zone="UTC")
