"""Write-ups and follow-ups in Django's own admin pages."""

import pytest
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from people.models import Role
from postmortems.domain.following_up import add_follow_up
from postmortems.models import Postmortem
from tests.factories import PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of(UserFactory(role=Role.ADMIN))


def test_an_admin_puts_right_who_wrote_one(client):
    postmortem, author = PostmortemFactory(), UserFactory()
    address = reverse("admin:postmortems_postmortem_change", args=[postmortem.pk])

    response = client.post(address, {"authors": str(author.pk)})

    assert response.status_code == 302
    assert list(postmortem.authors.all()) == [author]


def test_an_admin_does_not_delete_one(client):
    postmortem = PostmortemFactory()
    address = reverse("admin:postmortems_postmortem_delete", args=[postmortem.pk])

    response = client.post(address, {"post": "yes"})

    assert response.status_code == 403
    assert Postmortem.objects.get() == postmortem


def test_an_admin_does_not_delete_several_from_the_list(client):
    postmortem = PostmortemFactory()
    chosen = {"action": "delete_selected", "_selected_action": [postmortem.pk], "post": "yes"}

    client.post(reverse("admin:postmortems_postmortem_changelist"), chosen)

    assert Postmortem.objects.get() == postmortem


def test_an_admin_reads_follow_ups_there_and_changes_none(client):
    postmortem = PostmortemFactory()
    follow_up = add_follow_up(postmortem, by=UserFactory(), what="Alert on lag", kind="detection")
    address = reverse("admin:postmortems_followup_change", args=[follow_up.pk])

    assert "Alert on lag" in client.get(address).content.decode()
    assert (
        "Alert on lag"
        in client.get(reverse("admin:postmortems_followup_changelist")).content.decode()
    )
    assert client.post(address, {"what": "Another"}).status_code == 403
    assert (
        client.post(
            reverse("admin:postmortems_followup_delete", args=[follow_up.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_an_admin_finds_no_follow_up_of_a_restricted_incident_there(client):
    by = UserFactory()
    postmortem = PostmortemFactory(by=by)
    follow_up = add_follow_up(postmortem, by=by, what="Alert on lag", kind="detection")
    restrict_incident(postmortem.incidents.get(), by=by)

    page = client.get(reverse("admin:postmortems_followup_changelist")).content.decode()
    address = reverse("admin:postmortems_followup_change", args=[follow_up.pk])

    assert "Alert on lag" not in page
    assert client.get(address).status_code == 302
