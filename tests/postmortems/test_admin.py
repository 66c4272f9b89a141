"""Write-ups in Django's own admin pages."""

import pytest
from django.urls import reverse

from people.models import Role
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
