"""Reader accounts read only."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from incidents.models import Incident
from people.models import Role, User
from people.permissions import may_write, writers_only
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@writers_only
def write(request, word):
    return HttpResponse(f"{request.user} wrote {word}")


def ask(rf, user):
    request = rf.get("/somewhere/")
    request.user = user
    return write(request, word="this")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_members_and_admins_may_write(rf, role):
    nia = UserFactory(display_name="Nia Kamau", role=role)

    assert may_write(nia)
    assert ask(rf, nia).text == "Nia wrote this"


def test_a_reader_is_told_no(rf):
    reader = UserFactory(role=Role.READER)

    assert not may_write(reader)
    with pytest.raises(PermissionDenied):
        ask(rf, reader)


def test_a_stranger_is_sent_to_the_sign_in_and_back(rf):
    response = ask(rf, AnonymousUser())

    assert response.url == f"{reverse('account_login')}?next=/somewhere/"


def test_an_account_that_is_switched_off_may_not_write():
    assert not may_write(UserFactory(is_active=False))


def test_who_may_write_is_asked_of_the_database_in_the_same_words():
    people = [
        UserFactory(role=role, is_active=is_active)
        for role in Role.values
        for is_active in (True, False)
    ]

    assert set(User.objects.who_may_write()) == {one for one in people if may_write(one)}


def test_a_reader_reads_and_is_offered_nothing_to_write(client_of):
    IncidentFactory()

    page = client_of(UserFactory(role=Role.READER)).get(reverse("incidents:list"))

    assert page.status_code == 200
    assert reverse("incidents:declare") not in page.text


def test_what_a_reader_sends_is_not_taken(client_of):
    response = client_of(UserFactory(role=Role.READER)).post(
        reverse("incidents:file"), {"title": "Something broke"}
    )

    assert response.status_code == 403
    assert not Incident.objects.exists()
