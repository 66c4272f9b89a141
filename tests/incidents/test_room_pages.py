"""Every form that leads out of the room: it works, and for whom it does not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, join_incident
from incidents.models import Incident, Note, ResponseRole, Severity, Status
from incidents.urls import urlpatterns
from people.models import Role
from tests.factories import (
    IncidentFactory,
    TechLeadFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)

pytestmark = pytest.mark.django_db

# For everybody with an account, readers too: about oneself.
FOR_READERS = {"fine", "word"}


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, severity=Severity.MAJOR)


@pytest.fixture
def over(nia):
    return IncidentFactory(by=nia, severity=Severity.MAJOR, is_over=True)


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def path(incident, verb):
    return f"{incident.get_absolute_url()}{verb}/"


def beside(response, field):
    found = re.search(
        rf'id="id_(?:task_|stop_)?{field}_error">(.*?)</div>', response.content.decode(), re.DOTALL
    )
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else None


def typed_time(minutes):
    return (timezone.now() + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


# What is sent for each verb, and what is then true of the incident.
OPEN_VERBS = {
    "join": ({}, lambda one, user: one.participations.filter(user=user).exists()),
    "role": ({"role": "scribe"}, lambda one, user: one.participations.filter(role="scribe")),
    "roles": (
        lambda user: {"to": user.pk, "note": "The rollback runs."},
        lambda one, user: one.participations.get(role=ResponseRole.LEAD).user == user,
    ),
    "notes": (
        {"text": "Latency rose.", "is_key_moment": "on"},
        lambda one, user: one.timeline.filter(text="Latency rose.", is_key_moment=True).exists(),
    ),
    "updates": (
        lambda user: {"conditions": "Half is slow.", "next_update_at": typed_time(20)},
        lambda one, user: one.updates.filter(conditions="Half is slow.").exists(),
    ),
    "help": (
        {"about": "The rows."},
        lambda one, user: one.help_requests.filter(asked_by=user, about="The rows.").exists(),
    ),
    "status": ({"status": "mitigating"}, lambda one, user: one.status == Status.MITIGATING),
    "describe": (
        {"title": "Half is slow", "undo_path": "roll_back"},
        lambda one, user: (one.title, one.undo_path) == ("Half is slow", "roll_back"),
    ),
    "tasks": (
        {"text": "Count the rows"},
        lambda one, user: one.tasks.filter(text="Count the rows", added_by=user).exists(),
    ),
    "steps": (
        {"path": "unknown", "key": "since"},
        lambda one, user: one.tasks.get(suggestion="step:unknown:since").assignee == user,
    ),
    "undo-path": ({"undo_path": "roll_back"}, lambda one, user: one.undo_path == "roll_back"),
    "severity": ({"severity": "critical"}, lambda one, user: one.severity == "critical"),
    "resolve": ({"summary": "Rolled back."}, lambda one, user: one.status == Status.RESOLVED),
    "stand-down": ({"summary": ""}, lambda one, user: one.status == Status.STOOD_DOWN),
    "fine": ({}, lambda one, user: not one.reach_outs.open().filter(person=user).exists()),
    "word": ({}, lambda one, user: one.reach_outs.filter(person=user).exists()),
}
OVER_VERBS = {
    "reopen": ({"reason": "It came back."}, lambda one, user: one.is_open),
    "no-write-up": (
        {"reason": "The same as INC-7."},
        lambda one, user: one.write_up_skipped_because == "The same as INC-7.",
    ),
}
VERBS = OPEN_VERBS | OVER_VERBS
# Each of these is tried in the file of tests of its own part of the room.
ELSEWHERE = {
    "access/<int:access>/back",
    "access/let-in",
    "access/open",
    "access/restrict",
    "buddy",
    "checklists/<int:checklist>",
    "entries/<int:entry>",
    "entries/<int:entry>/bring-back",
    "entries/<int:entry>/save",
    "entries/<int:entry>/withdraw",
    "fields/answer",
    "help/<int:wanted>/done",
    "help/<int:wanted>/take",
    "help/<int:wanted>/withdraw",
    "links/<int:link>/off",
    "links/add",
    "look",
    "merge/now",
    "merges/<int:merge>/undo",
    "pictures",
    "repairs/<int:repair>/describe",
    "repairs/<int:repair>/progress",
    "repairs/<int:repair>/revoke",
    "repairs/<int:repair>/stop",
    "repairs/<int:repair>/tick",
    "repairs/<int:repair>/token",
    "repairs/<int:repair>/untick",
    "repairs/<int:repair>/verified",
    "repairs/start",
    "tasks/<int:task>/done",
    "tasks/<int:task>/hand-on",
    "tasks/<int:task>/not-done",
    "tasks/<int:task>/take",
    "times/correct",
    "tools/<int:tool>",
}


def sent(verb, user):
    data, _check = VERBS[verb]
    return data(user) if callable(data) else data


def about(verb, incident, over):
    return over if verb in OVER_VERBS else incident


def test_every_verb_of_a_room_is_tried_here():
    posts = {
        str(one.pattern).removeprefix("<reference:number>/").rstrip("/")
        for one in urlpatterns
        if "<reference:number>/" in str(one.pattern) and "POST" in allowed(one.callback)
    }

    assert posts == {*VERBS, *ELSEWHERE}


def allowed(view):
    """The methods that a view lets in, as its decorator keeps them."""
    while hasattr(view, "__wrapped__"):
        for cell in view.__closure__ or ():
            if isinstance(cell.cell_contents, list) and "POST" in cell.cell_contents:
                return cell.cell_contents
        view = view.__wrapped__
    return []


@pytest.mark.parametrize("verb", VERBS)
def test_it_does_what_it_says(client_of, incident, over, verb):
    ines, this = UserFactory(), about(verb, incident, over)
    if verb == "word":
        join_incident(this, by=ines)

    response = client_of(ines).post(path(this, verb), sent(verb, ines))

    assert response.status_code == 302
    this.refresh_from_db()
    assert VERBS[verb][1](this, ines)
    assert client_of(ines).get(response.url).status_code == 200


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_are_sent_to_the_sign_in(incident, over, nia, verb):
    this = about(verb, incident, over)
    before = everything_about(this)

    response = Client().post(path(this, verb), sent(verb, nia))

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert everything_about(this) == before


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - FOR_READERS))
def test_readers_are_told_no(client_of, incident, over, nia, verb):
    this = about(verb, incident, over)
    before = everything_about(this)

    response = client_of(UserFactory(role=Role.READER)).post(path(this, verb), sent(verb, nia))

    assert response.status_code == 403
    assert everything_about(this) == before


@pytest.mark.parametrize("verb", VERBS)
def test_looking_changes_nothing(client, incident, over, nia, verb):
    this = about(verb, incident, over)
    before = everything_about(this)

    assert client.get(path(this, verb)).status_code == 405
    assert everything_about(this) == before


@pytest.mark.parametrize("verb", VERBS)
def test_an_incident_that_is_not_there_is_not_found(client, nia, verb):
    response = client.post(f"/incidents/INC-999999/{verb}/", sent(verb, nia))

    assert response.status_code == 404


def everything_about(incident):
    """All that a verb could have changed."""
    this = Incident.objects.filter(pk=incident.pk).values().get()
    rows = [incident.timeline, incident.participations, incident.updates, incident.reach_outs]
    rows += [incident.tasks, incident.help_requests]
    return this, [list(one.order_by("pk").values()) for one in rows]


@pytest.mark.parametrize(
    ("verb", "typed", "field", "sentence"),
    [
        ("notes", {"text": ""}, "text", "A few words are enough."),
        ("notes", {"text": "x" * 20_001}, "text", "and 20000 fit"),
        (
            "notes",
            {"text": "Seen.", "occurred_at": "yesterday"},
            "occurred_at",
            "Give a day and a time",
        ),
        (
            "notes",
            {"text": "Seen.", "occurred_at": f"{timezone.now().year + 1}-12-31T10:00"},
            "occurred_at",
            "That time has not come yet.",
        ),
        ("updates", {"conditions": ""}, "conditions", "One sentence about how things are"),
        ("updates", {"conditions": "", "actions": "Rolling back."}, "conditions", "One sentence"),
        (
            "updates",
            {"conditions": "Slow.", "next_update_at": "2001-01-01T10:00"},
            "next_update_at",
            "The next update is later than this one.",
        ),
        (
            "updates",
            {"conditions": "Slow.", "next_update_at": "soon"},
            "next_update_at",
            "Give a day and a time",
        ),
        ("roles", {"to": "", "note": "It runs."}, "to", "Choose who takes this on."),
        ("roles", {"to": "999999", "note": "It runs."}, "to", "from the list."),
        ("help", {"about": "x" * 301}, "about", "and 300 fit"),
        ("help", {"about": "the\x07rows"}, "about", "cannot be shown"),
        ("severity", {"severity": "doom"}, "severity", "from the list."),
        ("undo-path", {"undo_path": "doom"}, "undo_path", "from the list."),
        ("tasks", {"text": ""}, "text", "A few words are enough."),
        ("resolve", {"summary": "x" * 2_001}, "summary", "and 2000 fit"),
        ("stand-down", {"summary": "x" * 2_001}, "summary", "and 2000 fit"),
        ("reopen", {"reason": ""}, "reason", "One line about what came back is enough."),
        ("no-write-up", {"reason": ""}, "reason", "One line is enough"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_saved(
    client, incident, over, verb, typed, field, sentence
):
    this = about(verb, incident, over)
    before = everything_about(this)

    response = client.post(path(this, verb), typed)

    assert response.status_code == 422
    assert sentence in beside(response, field)
    for text in typed.values():
        if text not in ("", "doom", "999999"):
            assert text in response.content.decode()
    assert everything_about(this) == before


@pytest.mark.parametrize(
    ("verb", "typed"), [("status", {"status": "resolved"}), ("role", {"role": "pilot"})]
)
def test_a_button_that_cannot_be_says_why(client, incident, verb, typed):
    before = everything_about(incident)

    response = client.post(path(incident, verb), typed)

    assert response.status_code == 422
    assert "alert" in response.content.decode()
    assert everything_about(incident) == before


@pytest.mark.parametrize(
    ("verb", "typed", "sentence"),
    [
        ("updates", {"conditions": "Half of it is slow."}, "This incident is over"),
        ("severity", {"severity": "minor"}, "This incident is over"),
        ("help", {"about": "The rows of March."}, "This incident is over"),
        ("status", {"status": "monitoring"}, "This incident is over"),
        ("resolve", {"summary": "Rolled back to 4.2."}, "already resolved"),
        ("stand-down", {"summary": "The dashboard was wrong."}, "already resolved"),
    ],
)
def test_what_was_typed_while_somebody_else_resolved_it_is_still_there(
    client, incident, verb, typed, sentence
):
    resolve_incident(incident, by=UserFactory(), summary="")
    before = everything_about(incident)

    response = client.post(path(incident, verb), typed)

    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in html
    if text := typed.get("conditions") or typed.get("summary") or typed.get("about"):
        assert text in html
    assert everything_about(incident) == before


def test_handing_over_what_somebody_else_resolved_says_so(client, incident):
    ines = UserFactory()
    resolve_incident(incident, by=ines, summary="")

    response = client.post(path(incident, "roles"), {"to": ines.pk, "note": "It runs."})

    assert response.status_code == 422
    assert "needs no lead" in response.content.decode()
    assert "It runs." in response.content.decode()


def test_reopening_what_somebody_else_reopened_says_so(client, incident):
    response = client.post(path(incident, "reopen"), {"reason": "The queue grows."})

    assert response.status_code == 422
    assert "open already" in response.content.decode()
    assert "The queue grows." in response.content.decode()


def test_key_moments_are_marked_with_one_press(client, incident, nia):
    entry = add_note(incident, by=nia, text="The first alert.")

    marked = client.post(path(incident, f"entries/{entry.pk}"), {"is_key_moment": "on"})
    entry.refresh_from_db()
    assert (marked.status_code, entry.is_key_moment) == (302, True)

    client.post(path(incident, f"entries/{entry.pk}"), {})
    entry.refresh_from_db()
    assert not entry.is_key_moment


def test_an_entry_is_marked_in_its_own_room_only(client, client_of, incident, over, nia):
    entry = add_note(over, by=nia, text="Elsewhere.")
    reader = client_of(UserFactory(role=Role.READER))

    assert client.post(path(incident, f"entries/{entry.pk}"), {}).status_code == 404
    assert reader.post(path(over, f"entries/{entry.pk}"), {}).status_code == 403


def test_times_are_typed_and_shown_in_the_readers_own_zone(client_of, incident):
    ines = UserFactory(time_zone="Asia/Tokyo")
    client = client_of(ines)

    client.post(path(incident, "notes"), {"text": "Seen.", "occurred_at": "2026-01-05T10:30"})

    entry = incident.timeline.get(kind="note")
    assert entry.occurred_at.isoformat() == "2026-01-05T01:30:00+00:00"
    html = client.get(incident.get_absolute_url()).content.decode()
    assert "10:30" in html
    assert "JST" in html


def test_markdown_in_a_note_is_drawn_and_made_harmless(client, incident, nia):
    add_note(
        incident, by=nia, text="**Slow**\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    )

    html = client.get(incident.get_absolute_url()).content.decode()

    assert "<strong>Slow</strong>" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("before", ["x", "99999999999999999999", "0", "-1"])
def test_the_room_takes_any_place_in_its_timeline(client, incident, before):
    assert client.get(f"{incident.get_absolute_url()}?before={before}").status_code == 200


def test_long_timelines_come_in_pages_that_miss_nothing(client, incident, nia):
    for number in range(205):
        add_note(incident, by=nia, text=f"Note {number} here")

    seen, address = [], incident.get_absolute_url()
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r"Note (\d+) here", html)
        older = re.search(r'rel="next" href="([^"]*\?before=\d+)', html)
        address = older and older[1]

    assert sorted(map(int, seen)) == list(range(205))


def test_after_page_waits_for_the_end(client, incident, over):
    assert client.get(path(incident, "after")).url == incident.get_absolute_url()
    assert client.get(path(over, "after")).status_code == 200
    assert client.get(path(over, "close")).url == path(over, "after")


class TestReachingOut:
    @pytest.fixture
    def ines(self):
        return TechLeadFactory(display_name="Ines Duarte")

    @pytest.fixture
    def reach_out(self, ines, incident):
        return asked_reach_out(incident)

    def test_whoever_is_asked_writes_and_sees_it(self, client_of, ines, reach_out, nia):
        client = client_of(ines)
        assert "Nia" in client.get(reach_out.get_absolute_url()).content.decode()

        response = client.post(f"{reach_out.get_absolute_url()}write/", {"text": "Breathe."})

        note = Note.objects.get()
        assert (note.author, note.recipient, note.text) == (ines, nia, "Breathe.")
        assert response.url == note.get_absolute_url()
        assert "Breathe." in client.get(response.url).content.decode()

    def test_an_empty_note_is_not_sent(self, client_of, ines, reach_out):
        response = client_of(ines).post(f"{reach_out.get_absolute_url()}write/", {"text": "  "})

        assert response.status_code == 422
        assert beside(response, "text") == "A line in your own words is enough."
        assert not Note.objects.exists()

    def test_a_long_note_is_kept_in_the_form(self, client_of, ines, reach_out):
        text = "You are doing fine. " * 300

        response = client_of(ines).post(f"{reach_out.get_absolute_url()}write/", {"text": text})

        assert response.status_code == 422
        assert text.strip() in response.content.decode()

    def test_words_that_came_too_late_are_given_back(
        self, client_of, ines, reach_out, incident, nia
    ):
        client_of(nia).post(path(incident, "fine"))

        response = client_of(ines).post(
            f"{reach_out.get_absolute_url()}write/", {"text": "Breathe."}
        )

        assert response.status_code == 422
        assert "Breathe." in response.content.decode()
        assert not Note.objects.exists()

    @pytest.mark.parametrize("who", ["the person", "another lead", "an admin"])
    def test_nobody_else_finds_it(self, client_of, reach_out, nia, who):
        user = {
            "the person": lambda: nia,
            "another lead": TechLeadFactory,
            "an admin": lambda: UserFactory(role=Role.ADMIN),
        }[who]()
        client = client_of(user)

        assert client.get(reach_out.get_absolute_url()).status_code == 404
        assert (
            client.post(f"{reach_out.get_absolute_url()}write/", {"text": "Hi"}).status_code == 404
        )

    def test_the_note_is_read_and_stands_in_the_room_for_its_reader_only(
        self, client_of, ines, incident, nia
    ):
        note = kind_note(incident, text="Breathe.")
        join_incident(incident, by=ines)
        room = incident.get_absolute_url()

        assert "A note from Ines Duarte" in client_of(nia).get(room).content.decode()
        assert "Breathe." in client_of(nia).get(note.get_absolute_url()).content.decode()
        note.refresh_from_db()
        assert note.read_at is not None
        for other in (ines, UserFactory(), UserFactory(role=Role.ADMIN)):
            assert "A note from" not in client_of(other).get(room).content.decode()
        assert client_of(UserFactory()).get(note.get_absolute_url()).status_code == 404

    def test_the_check_in_offers_a_word(self, client_of, incident, over, nia):
        html = client_of(nia).get(path(over, "check-in")).content.decode()

        assert f'action="{path(over, "fine")}"' in html
        assert f'action="{path(over, "word")}"' in html
