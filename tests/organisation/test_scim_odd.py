"""What no directory should send, and some do: an answer below 500, and nothing half done."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Role, User
from tests.factories import UserFactory
from tests.organisation.scim import GROUP, PATCH, USER, Directory

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(
    [
        *("userName", "displayName", "name", "name.givenName", "emails", "emails.value", "active"),
        *("members", "members.value", "id", "meta", "schemas", "groups", "externalId", "nothing"),
        *('emails[type eq "work"].value', 'members[value eq "1"]', "members[value eq 1]", "[", ""),
        *("urn:ietf:params:scim:schemas:core:2.0:User:userName", "urn:x:", "emails[]", "a.b.c.d"),
        *('emails[type eq "work" and', "members[", "roles[primary eq true].value", "$ref"),
    ]
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["True", "False", "nia@example.org", "\u0000", "\ud800", "9" * 400]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
OPERATIONS = st.fixed_dictionaries(
    {},
    optional={
        "op": st.sampled_from(["add", "Add", "remove", "replace", "move", "", None, 7]),
        "path": WORDS | PLAIN,
        "value": VALUES,
    },
)
SETTINGS = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def okta(settings):
    settings.API_REQUESTS_A_MINUTE = 100_000
    okta = Directory(UserFactory(role=Role.ADMIN))
    okta.client.raise_request_exception = False
    return okta


@pytest.fixture
def group(okta):
    return okta.post("Groups", {"schemas": [GROUP], "displayName": "Payments"}).json()["id"]


def test_odd_patches_break_nothing(okta, group):
    person = UserFactory()

    @SETTINGS
    @given(st.lists(OPERATIONS, max_size=3) | VALUES)
    def sent(operations):
        said = {"schemas": [PATCH], "Operations": operations}
        for path in (f"Users/{person.pk}", f"Groups/{group}"):
            answer = okta.ask("PATCH", path, said)
            assert answer.status_code < 500, (path, operations, answer.content)

    sent()
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_odd_people_and_groups_break_nothing(okta, group):
    person = UserFactory()

    @SETTINGS
    @given(st.dictionaries(WORDS, VALUES, max_size=5) | VALUES)
    def sent(said):
        if isinstance(said, dict):
            said = {"schemas": [USER], "userName": "odd@example.org", "active": True} | said
        for method, path in (
            *(("POST", "Users"), ("PUT", f"Users/{person.pk}")),
            *(("POST", "Groups"), ("PUT", f"Groups/{group}"), ("POST", "Users/.search")),
        ):
            answer = okta.ask(method, path, said)
            assert answer.status_code < 500, (method, path, said, answer.content)

    sent()
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_odd_questions_break_nothing(okta, group):
    texts = WORDS | st.text(max_size=30) | st.sampled_from(["(" * 3000, "not " * 2000, "9" * 30])

    @SETTINGS
    @given(
        st.dictionaries(
            st.sampled_from(["filter", "startIndex", "count", "attributes", "excludedAttributes"]),
            texts | st.builds('{} eq "{}"'.format, WORDS, st.text(max_size=8)),
            max_size=3,
        )
    )
    def asked(wanted):
        for path in ("Users", "Groups", f"Groups/{group}", "Schemas"):
            answer = okta.client.get(f"/scim/v2/{path}", wanted)
            assert answer.status_code < 500, (path, wanted, answer.content)

    asked()
