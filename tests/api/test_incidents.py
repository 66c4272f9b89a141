"""The API of incidents ends in the same functions as the pages, and says the same no."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from config.api_pages import described
from incidents.forms.filters import FilterForm
from incidents.models import Incident, Note, ReachOut
from nudges.models import Nudge
from people.models import Role
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    TechLeadFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/incidents/"
VERBS = {
    "": {"title": "Search answers with nothing"},
    "notes/": {"text": "The queue is long."},
    "updates/": {"conditions": "Slow, and getting better."},
    "help/": {"about": "the rows"},
    "status/": {"status": "mitigating"},
    "resolve/": {"summary": "Rolled back."},
}


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, title="Checkout is slow", severity="major")


def at(incident, verb=""):
    return f"{LIST}{incident.reference}/{verb}"


@pytest.fixture
def send(client_of, nia):
    def post(path, data, *, by=nia):
        return client_of(by).post(path, data, content_type="application/json")

    return post


# Reading


def test_the_list_is_newest_first_in_pages(client_of, nia):
    for n in range(31):
        IncidentFactory(by=nia, title=f"Number {n}")

    first = client_of(nia).get(LIST).json()
    second = client_of(nia).get(first["next"]).json()

    titles = [one["title"] for one in first["results"] + second["results"]]
    assert titles == [f"Number {n}" for n in reversed(range(31))]
    assert (len(first["results"]), second["next"]) == (30, None)


def test_an_incident_says_what_happened_and_names_nobody(client_of, nia, incident):
    search = ServiceFactory(slug="search")
    incident.services.add(search)

    said = client_of(UserFactory()).get(at(incident)).json()

    assert said == {
        "reference": incident.reference,
        "page": f"/incidents/{incident.reference}/",
        "title": "Checkout is slow",
        "undo_path": "unknown",
        "severity": "major",
        "status": "investigating",
        "mode": "live",
        "services": ["search"],
        "started_at": said["declared_at"],
        "detected_at": said["declared_at"],
        "declared_at": said["declared_at"],
        "mitigated_at": None,
        "resolved_at": None,
        "next_update_at": said["next_update_at"],
    }


def test_private_notes_are_nowhere(client_of, nia, incident):
    TechLeadFactory()
    note = kind_note(incident, text="Only for you, Nia.")

    for who in (note.author, note.recipient, UserFactory(role=Role.ADMIN)):
        for path in (LIST, at(incident)):
            answer = client_of(who).get(path).content.decode()
            assert "Only for you" not in answer
            assert "reach" not in answer
    assert Note.objects.count() == 1


def test_an_incident_that_is_not_there_is_not_found(client_of, nia):
    assert client_of(nia).get(f"{LIST}INC-404/").status_code == 404
    assert client_of(nia).get(f"{LIST}today/").status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}INC-%s/"])
def test_thirty_rows_take_as_many_queries_as_one(client_of, queries_of, nia, incident, path):
    path = path.replace("%s", str(incident.pk))
    client = client_of(nia)
    incident.services.add(ServiceFactory())
    few = queries_of(client, path)
    for _ in range(29):
        IncidentFactory(by=nia).services.add(ServiceFactory())
        incident.services.add(ServiceFactory())

    assert queries_of(client, path) == few <= 12


# Who may


@pytest.mark.parametrize("verb", VERBS)
def test_a_reader_only_reads(send, client_of, incident, verb):
    reader = UserFactory(role=Role.READER)
    before = Incident.objects.values().get()

    path = at(incident, verb) if verb else LIST
    assert send(path, VERBS[verb], by=reader).status_code == 403

    assert client_of(reader).get(LIST).status_code == 200
    assert Incident.objects.values().get() == before
    assert incident.timeline.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_let_in_nowhere(incident, verb):
    path = at(incident, verb) if verb else LIST

    answer = Client().post(path, VERBS[verb], content_type="application/json")

    assert answer.status_code == 401
    assert Client().get(LIST).status_code == 401


def test_a_form_of_another_site_is_refused(nia):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nia)

    answer = client.post(LIST, VERBS[""], content_type="application/json")

    assert answer.status_code == 403
    assert not Incident.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_state_is_changed_by_verbs_only(client_of, nia, incident, method):
    call = getattr(client_of(nia), method)

    assert call(at(incident), {"status": "resolved"}, "application/json").status_code == 405
    incident.refresh_from_db()
    assert incident.is_open


# What a verb does


def test_filing_is_thanked_and_looked_after(send, nia):
    search = ServiceFactory(slug="search")
    answer = send(LIST, VERBS[""] | {"services": ["search"], "severity": "critical"})

    incident = Incident.objects.get()
    assert answer.status_code == 201
    assert answer.json()["reference"] == incident.reference
    assert (incident.declared_by, incident.severity) == (nia, "critical")
    assert list(incident.services.all()) == [search]
    assert [nudge.kind for nudge in Nudge.objects.filter(recipient=nia)] == ["thank_you"]
    assert ReachOut.objects.get().person == nia


def test_filing_twice_with_one_token_is_one_incident(send):
    filed = VERBS[""] | {"client_token": str(uuid4())}

    first, second = send(LIST, filed), send(LIST, filed)

    assert first.json() == second.json()
    assert Incident.objects.count() == 1


def test_a_note_is_written_at_its_time(send, nia, incident):
    seen = timezone.now() - timedelta(minutes=5)
    note = {"text": "The queue is long.", "occurred_at": seen.isoformat(), "is_key_moment": True}

    answer = send(at(incident, "notes/"), note)

    entry = incident.timeline.get(kind="note")
    assert answer.status_code == 201
    assert answer.json()["id"] == entry.pk
    assert (entry.author, entry.text, entry.occurred_at) == (nia, "The queue is long.", seen)
    assert entry.is_key_moment


def test_an_update_says_when_the_next_one_is_due(send, incident):
    answer = send(at(incident, "updates/"), {"conditions": "Slow.", "needs": "Somebody from Data."})

    update = incident.updates.get()
    assert answer.status_code == 201
    assert (update.conditions, update.needs) == ("Slow.", "Somebody from Data.")
    assert update.next_update_at - update.posted_at == timedelta(minutes=60)
    assert answer.json()["next_update_at"] == update.next_update_at.isoformat().replace(
        "+00:00", "Z"
    )


def test_a_status_and_then_the_end(send, incident):
    assert send(at(incident, "status/"), {"status": "monitoring"}).json()["status"] == "monitoring"
    assert send(at(incident, "resolve/"), {}).json()["status"] == "resolved"

    incident.refresh_from_db()
    assert incident.resolved_at is not None
    kinds = [entry.kind for entry in incident.timeline.oldest_first()]
    assert kinds == ["opened", "status", "resolved"]


# Rules say no with 409 and their sentence


@pytest.mark.parametrize("verb", ["updates/", "status/", "resolve/"])
def test_an_incident_that_is_over_stays_as_it_is(send, nia, verb):
    over = IncidentFactory(by=nia, is_over=True)
    entries = over.timeline.count()

    answer = send(at(over, verb), VERBS[verb])

    assert answer.status_code == 409
    assert answer.json()["detail"].endswith(".")
    assert over.timeline.count() == entries


def test_a_time_that_has_not_come_is_refused(send, incident):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    answer = send(at(incident, "notes/"), {"text": "Soon.", "occurred_at": tomorrow})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "That time has not come yet."
    assert answer.json()["errors"] == {"occurred_at": ["That time has not come yet."]}


# Pages and API agree

PAGES = {
    "": "/incidents/new/file/",
    "notes/": "/incidents/{0}/notes/",
    "updates/": "/incidents/{0}/updates/",
    "help/": "/incidents/{0}/help/",
    "status/": "/incidents/{0}/status/",
    "resolve/": "/incidents/{0}/resolve/",
}
BAD = [
    ("", {}),
    ("", {"title": ""}),
    ("", {"title": "   "}),
    ("", {"title": "x" * 301}),
    ("", {"title": "Nul \x00"}),
    ("", {"title": "Slow", "undo_path": "pray"}),
    ("", {"title": "Slow", "severity": "huge"}),
    ("", {"title": "Slow", "mode": "pretend"}),
    ("", {"title": "Slow", "services": ["no-such-service"]}),
    ("help/", {"about": "x" * 301}),
    ("notes/", {}),
    ("notes/", {"text": " "}),
    ("notes/", {"text": "x" * 20_001}),
    ("notes/", {"text": "Seen.", "occurred_at": "yesterday"}),
    ("updates/", {}),
    ("updates/", {"conditions": "x" * 5_001}),
    ("updates/", {"conditions": "Slow", "actions": "x" * 5_001}),
    ("updates/", {"conditions": "Slow", "needs": "x" * 5_001}),
    ("updates/", {"conditions": "Slow", "next_update_at": "later"}),
    ("status/", {}),
    ("status/", {"status": "resolved"}),
    ("status/", {"status": "better"}),
    ("resolve/", {"summary": "x" * 2_001}),
]


def rows():
    """Everything that a verb writes about incidents, without keys, times and tokens."""
    return [
        [
            (one.title, one.undo_path, one.severity, one.status, one.mode, one.declared_by_id)
            for one in Incident.objects.order_by("pk")
        ],
        [
            (entry.kind, entry.text, entry.author_id, entry.is_key_moment)
            for incident in Incident.objects.order_by("pk")
            for entry in incident.timeline.oldest_first()
        ],
        sorted(Nudge.objects.values_list("kind", "recipient", "state")),
    ]


@pytest.mark.parametrize(("verb", "data"), BAD)
def test_pages_and_api_refuse_the_same(send, client_of, nia, incident, verb, data):
    before = rows()

    by_page = client_of(nia).post(PAGES[verb].format(incident.reference), data)
    by_api = send(at(incident, verb) if verb else LIST, data)

    assert (by_page.status_code, by_api.status_code) == (422, 400)
    assert rows() == before


GOOD = [
    *VERBS.items(),
    ("", {"title": "  Slow  ", "undo_path": "roll_back", "severity": "minor", "mode": "practice"}),
    ("", {"title": "It was slow", "mode": "record"}),
    ("notes/", {"text": "The queue is long.", "is_key_moment": True}),
    ("updates/", {"conditions": "Slow", "actions": "Rolling back", "needs": "Tea"}),
    ("status/", {"status": "monitoring"}),
    ("resolve/", {"summary": ""}),
]


@pytest.mark.parametrize(("verb", "data"), GOOD)
def test_pages_and_api_do_the_same(send, client_of, nia, verb, data):
    made = []
    for is_page in (True, False):
        incident = IncidentFactory(by=nia, title="Checkout is slow", severity="major")
        if is_page:
            answer = client_of(nia).post(PAGES[verb].format(incident.reference), data)
        else:
            answer = send(at(incident, verb) if verb else LIST, data)
        assert answer.status_code in {200, 201, 302}
        made.append(rows())
        Incident.objects.all().delete()
        Nudge.objects.all().delete()

    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        (
            "updates/",
            {"conditions": "Slow.", "next_update_at": "2026-01-01T09:00"},
            "The next update is later than this one.",
        ),
        (
            "updates/",
            {"conditions": "Slow.", "next_update_at": "9998-01-01T09:00"},
            "That is too far away. Check the year.",
        ),
        (
            "notes/",
            {"text": "Seen.", "occurred_at": "0202-01-01T09:00"},
            "That is too far away. Check the year.",
        ),
    ],
)
def test_a_rule_says_the_same_on_the_page_and_in_the_api(
    send, client_of, nia, incident, verb, data, sentence
):
    by_page = client_of(nia).post(PAGES[verb].format(incident.reference), data)
    by_api = send(at(incident, verb), data)

    assert by_page.status_code == 422
    assert sentence in by_page.content.decode()
    assert (by_api.status_code, by_api.json()["detail"]) == (409, sentence)
    assert incident.timeline.count() == 1


def test_the_description_names_every_filter_of_the_page():
    told = described()["paths"][LIST]["get"]["parameters"]
    filters = {one["name"] for one in told if one["in"] == "query"} - {"cursor", "limit"}

    assert filters == FilterForm.read(QueryDict()).fields.keys() - {"sort"}
