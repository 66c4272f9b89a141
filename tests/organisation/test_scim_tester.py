"""What a program that tests SCIM servers says of ours."""

import pytest
from django.core.wsgi import get_wsgi_application
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from people.models import Role
from tests.factories import UserFactory
from tests.organisation.scim import open_directory

# It speaks to the whole of Django, which closes its connection behind each request.
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_program_that_tests_scim_finds_nothing(settings):
    _account, token = open_directory(UserFactory(role=Role.ADMIN))
    settings.API_REQUESTS_A_MINUTE = 10_000
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url=f"{settings.SITE_URL}/scim/v2",
        headers={"Authorization": f"Bearer {token}"},
    )

    results = check_server(client)

    bad = [one for one in results if one.status not in (Status.SUCCESS, Status.SKIPPED)]
    assert [(one.title, one.resource_type, one.reason) for one in bad] == []
    done = {(one.title, one.resource_type) for one in results if one.status == Status.SUCCESS}
    for kind in ("User", "Group"):
        assert {
            ("object_creation", kind),
            ("object_query", kind),
            ("object_replacement", kind),
            ("object_deletion", kind),
            ("check_add_attribute", kind),
            ("check_remove_attribute", kind),
            ("check_replace_attribute", kind),
        } <= done
