"""Django's own admin pages, for emergencies."""

import pytest
from allauth.account.models import EmailAddress

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_admin_cannot_delete_a_person_and_so_not_see_what_is_private(client_of):
    admin, ines = UserFactory(role="admin"), UserFactory()

    answer = client_of(admin).get(f"/admin/people/user/{ines.pk}/delete/")

    assert answer.status_code == 403


def test_an_added_person_has_no_password_until_they_choose_one(client_of):
    admin = UserFactory(role="admin")
    fields = {
        "email": "new@example.com",
        "display_name": "New Person",
        "role": "member",
        "joined_on": "2026-01-05",
        "time_zone": "UTC",
        "workday_starts": "09:00",
        "workday_ends": "17:00",
        "workdays": "0,1,2",
        "is_active": "on",
        "date_joined_0": "2026-01-05",
        "date_joined_1": "09:00",
    }

    answer = client_of(admin).post("/admin/people/user/add/", fields)

    assert answer.status_code == 302, answer.context["errors"]
    added = type(admin).objects.get(email="new@example.com")
    assert not added.has_usable_password()


def test_a_former_address_does_not_open_the_account_any_more(client_of):
    admin, mateo = UserFactory(role="admin"), UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=mateo, email="old@example.org", primary=True, verified=True)
    page = client_of(admin).get(f"/admin/people/user/{mateo.pk}/change/")
    fields = {
        name: value if value is not None else ""
        for name, value in page.context["adminform"].form.initial.items()
    }
    fields |= {
        "email": "new@example.org",
        "joined_on": "2026-01-05",
        "workdays": "0,1,2",
        "workday_starts": "09:00",
        "workday_ends": "17:00",
        "date_joined_0": "2026-01-05",
        "date_joined_1": "09:00",
        "is_active": "on",
    }

    answer = client_of(admin).post(f"/admin/people/user/{mateo.pk}/change/", fields)

    assert answer.status_code == 302, answer.context["errors"]
    assert not EmailAddress.objects.filter(user=mateo).exists()


def test_an_unknown_zone_is_utc_and_stops_nobody():
    nia = UserFactory()
    type(nia).objects.filter(pk=nia.pk).update(time_zone="Mars/Olympus")
    nia.refresh_from_db()

    assert str(nia.zone) == "UTC"
