"""Django's own admin pages, for emergencies."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin

from incidents.domain.restricting import restrict_incident
from people.emergency.admin import NotedAdmin
from people.models import AuditEntry
from tests.factories import PostmortemFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_admin_cannot_delete_a_person_and_so_not_see_what_is_private(client_of):
    dana, ines = UserFactory(role="admin"), UserFactory()

    answer = client_of(dana).get(f"/admin/people/user/{ines.pk}/delete/")

    assert answer.status_code == 403


def test_an_added_person_has_no_password_until_they_choose_one(client_of):
    dana = UserFactory(role="admin")
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

    answer = client_of(dana).post("/admin/people/user/add/", fields)

    assert answer.status_code == 302, answer.context["errors"]
    added = type(dana).objects.get(email="new@example.com")
    assert not added.has_usable_password()


def test_a_former_address_does_not_open_the_account_any_more(client_of):
    dana, mateo = UserFactory(role="admin"), UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=mateo, email="old@example.org", primary=True, verified=True)
    page = client_of(dana).get(f"/admin/people/user/{mateo.pk}/change/")
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

    answer = client_of(dana).post(f"/admin/people/user/{mateo.pk}/change/", fields)

    assert answer.status_code == 302, answer.context["errors"]
    assert not EmailAddress.objects.filter(user=mateo).exists()


def test_an_unknown_zone_is_utc_and_stops_nobody():
    nia = UserFactory()
    type(nia).objects.filter(pk=nia.pk).update(time_zone="Mars/Olympus")
    nia.refresh_from_db()

    assert str(nia.zone) == "UTC"


def test_only_what_is_meant_for_emergencies_has_a_page():
    shown = {model._meta.label for model in admin.site._registry}

    assert shown == {
        "people.User",
        "people.Team",
        "incidents.Service",
        "postmortems.Postmortem",
        "postmortems.FollowUp",
    }
    assert all(isinstance(page, NotedAdmin) for page in admin.site._registry.values())


def test_what_is_changed_there_is_noted_without_what_it_was_changed_to(client_of):
    dana, team = UserFactory(role="admin"), TeamFactory()
    client = client_of(dana)

    answer = client.post(
        f"/admin/people/team/{team.pk}/change/", {"name": "Tills", "tech_leads": [dana.pk]}
    )
    client.post(f"/admin/people/team/{team.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 302
    changed, deleted = AuditEntry.objects.order_by("pk")
    assert (changed.by, changed.action, changed.about_id) == (dana, "admin.changed", str(team.pk))
    assert changed.details == {"fields": ["name", "tech_leads"]}
    assert deleted.action == "admin.deleted"


def test_several_deleted_at_once_are_noted_one_by_one(client_of):
    dana, teams = UserFactory(role="admin"), [TeamFactory(), TeamFactory()]
    chosen = {"action": "delete_selected", "_selected_action": [one.pk for one in teams]}

    client_of(dana).post("/admin/people/team/", chosen | {"post": "yes"})

    assert AuditEntry.objects.filter(action="admin.deleted").count() == 2


def test_what_is_restricted_is_not_read_there(client_of):
    ines = UserFactory()
    postmortem = PostmortemFactory(by=ines, incident__title="Hidden")
    restrict_incident(postmortem.incidents.get(), by=ines)
    client = client_of(UserFactory(role="admin"))

    for model in admin.site._registry:
        pages = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert "Hidden" not in client.get(pages).text
    page = client.get(f"/admin/postmortems/postmortem/{postmortem.pk}/change/")
    assert page.status_code == 302


@pytest.mark.parametrize("role", ["reader", "member"])
def test_others_are_not_let_in(client_of, role):
    assert client_of(UserFactory(role=role)).get("/admin/").status_code == 302


@pytest.mark.parametrize("taken", [{"role": "member"}, {"role": "admin", "is_active": ""}])
def test_the_last_admin_stays_one(client_of, taken):
    dana = UserFactory(role="admin")
    page = f"/admin/people/user/{dana.pk}/change/"
    client = client_of(dana)
    sent = {"display_name": "Dana", "email": dana.email, "is_active": "on"} | taken

    refused = client.post(page, sent)
    UserFactory(role="admin")
    another = client.post(page, sent)

    assert "is the only admin" in refused.text
    assert "is the only admin" not in another.text
