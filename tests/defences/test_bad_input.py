"""Whatever is sent to an address that takes a form, it answers, and writes all of it or nothing."""

import logging
import re
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection, transaction
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Role
from postmortems.domain.coediting import share_text
from postmortems.models import Postmortem
from tests.factories import UserFactory
from tests.rules.test_query_counts import World, pages

pytestmark = pytest.mark.django_db

BOUNDARY = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
# What forms of ours have in them, with what nobody would type.
NAMES = sorted(
    {
        *("about", "action", "age", "answer", "at", "by", "choices", "days", "due_on", "email"),
        *("ends_at", "file", "files", "impact", "incident", "incidents", "invited", "is_on"),
        *("key", "kind", "label", "minutes", "name", "note", "occurred_at", "order", "other"),
        *("owner", "period", "person", "picture", "place", "public_text", "quote", "reason"),
        *("revision", "role", "secret", "service", "services", "severity", "slug", "starts_at"),
        *("state", "status", "summary", "tags", "text", "team", "time_zone", "title", "to"),
        *("token", "url", "verdict", "what", "when", "where", "words"),
    }
)
ODD = [
    "\0", "\ud800", "9" * 5000, "-1", str(2**63), "1e400", "NaN", "١٢", "\r\n\x1b[2J\x07", "%ff",
    "0001-01-01T00:00", "9999-12-31T23:59:60", "../../etc/passwd", "{{7*7}}",
]  # fmt: skip


def form_of(turn):
    """Every name with an odd value, as bytes that no browser would send; each turn another."""
    values = [ODD[(place + turn * 4) % len(ODD)] for place in range(len(NAMES))]
    pairs = zip(NAMES, (value.encode("utf-8", "surrogatepass") for value in values), strict=True)
    return b"&".join(
        b"%s=%s" % (name.encode(), quote_from_bytes(raw).encode()) for name, raw in pairs
    )


BODIES = [
    *((FORM, form_of(turn)) for turn in range(4)),
    (FORM, b"text=" + b"a" * 300_001),
    (FORM, b"text=\xff\xfe&title=\xc3\x28&\xff=\xff"),
    (FORM, b"&".join(b"a%d=1" % n for n in range(1_500))),
    ("application/json", b"[" * 20_000 + b"]" * 20_000),
    ("application/json", b'{"text": "\\ud800", "title": 1e999}'),
    (BOUNDARY, b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nunfinished"),
    (BOUNDARY, b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a\0.png\"\r\n"
     b"Content-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\r\n--x--\r\n"),
    (BOUNDARY, b"no parts at all"),
    ("multipart/form-data", b"--x--"),
    ("text/html; charset=utf-7", b"+ADw-script+AD4-"),
    ("application/x-www-form-urlencoded; charset=nothing", b"text=a"),
]  # fmt: skip


# Rate limits and sessions, which a refused request counts for as well.
LEFT_BY_A_VISIT = {"cache_entries", "django_session", "people_requestcount"}


@pytest.fixture
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def rows():
    """How many rows each table has, but for what a visit leaves by itself."""
    tables = set(connection.introspection.table_names()) - LEFT_BY_A_VISIT
    names = [connection.ops.quote_name(table) for table in sorted(tables)]
    counts = " UNION ALL ".join(f"SELECT count(*) FROM {name}" for name in names)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return cursor.fetchall()


def touched():
    """How many rows this transaction has written, those that it took back among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE NOT relname = ANY(%s)",
            [list(LEFT_BY_A_VISIT)],
        )
        return cursor.fetchone()[0]


def post(client, path, kind, body, before=None):
    """The status of an answer, and whether it was refused and has written all the same."""
    count = touched()
    with transaction.atomic():
        response = client.generic("POST", path, body, content_type=kind)
        is_refused = 400 <= response.status_code < 500
        wrote = bool(before) and is_refused and touched() != count and rows() != before
        transaction.set_rollback(True)
    return response.status_code, wrote


def writes(world, client):
    """Every address that takes a POST from somebody, once; of the API one of each view.

    What a view of the API does with a body is the same for all its verbs, and Schemathesis asks
    each of them.
    """
    seen = {}
    for page, path in pages(world):
        view = getattr(resolve(path).func, "cls", None)
        name = view.__name__ if view else page.partition(" ")[0]
        if name not in seen and post(client, path, FORM, b"")[0] not in {403, 404, 405}:
            seen[name] = path
    return seen


def test_no_form_breaks_or_writes_a_half(client_of, quiet):
    world = World()
    world.grow(1)
    for postmortem in Postmortem.objects.all():
        share_text(postmortem)  # as whoever opens the editor does, before they can send it
    client = client_of(world.nia)
    client.raise_request_exception = False
    addresses = writes(world, client)
    assert len(addresses) > 60

    before = rows()
    answers = {
        (name, number): post(client, path, *body, before=before)
        for name, path in addresses.items()
        for number, body in enumerate(BODIES)
    }

    assert {one: status for one, (status, _wrote) in answers.items() if status >= 500} == {}
    assert {one for one, (_status, wrote) in answers.items() if wrote} == set()


BYTES = st.binary(max_size=200)
HEADS = st.sampled_from([FORM, BOUNDARY, "application/json", "text/plain", ""])
OPEN = ["/incidents/declare/", "/people/profile/save/", "/api/v1/incidents/", "/accounts/login/"]


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=BYTES, kind=HEADS, path=st.sampled_from(OPEN))
def test_any_bytes_are_answered(body, kind, path, client_of, quiet):
    client = client_of(UserFactory(role=Role.ADMIN))
    client.raise_request_exception = False

    assert post(client, path, kind, body)[0] < 500


@pytest.mark.parametrize("name", ["\0", "%00", "\x1b", "é" * 3000, "a" * 9000])
def test_any_address_is_answered(name, client, quiet):
    client.raise_request_exception = False

    for start in ("/incidents/", "/shared/", "/status/confirm/", "/nudges/mail/answer/"):
        assert client.get(start + re.sub("[\r\n]", "", name) + "/").status_code < 500
