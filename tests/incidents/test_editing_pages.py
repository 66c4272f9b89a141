"""The pages on which entries are edited, withdrawn and read in all their versions."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.editing import edit_entry, edit_update, withdraw_entry
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, post_update
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", time_zone="Asia/Tokyo")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


@pytest.fixture
def note(incident, nia):
    return add_note(incident, by=nia, text="Latency rose.")


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def path(entry, verb):
    return reverse(f"incidents:{verb}", args=[entry.incident_id, entry.pk])


def opened(client, entry):
    """What the browser of somebody who opened the form would send back untouched."""
    form = client.get(path(entry, "edit_entry")).context["form"]
    data = {"revision": str(form.initial["revision"])}
    for field in form.visible_fields():
        shown = str(field)
        value = re.search(r'value="([^"]*)"|<textarea[^>]*>\s*([^<]*)</textarea>', shown)
        data[field.name] = (value[1] or value[2] or "") if value else ""
        hidden = re.search(rf'name="{field.html_initial_name}"[^>]*?value="([^"]*)"', shown)
        data[field.html_initial_name] = hidden[1] if hidden else ""
    return data


def test_what_is_sent_back_untouched_changes_nothing(client, note):
    data = opened(client, note)
    assert data["text"] == data["initial-text"] == "Latency rose."
    assert data["occurred_at"] == data["initial-occurred_at"]

    client.post(path(note, "save_entry"), data)

    before = note.occurred_at
    note.refresh_from_db()
    assert (note.revision, note.occurred_at) == (1, before)


def test_words_are_edited_and_the_room_says_so(client, incident, note):
    data = opened(client, note) | {"text": "Latency rose\r\nto 2 s."}

    response = client.post(path(note, "save_entry"), data)

    assert response.url == f"{incident.get_absolute_url()}#entry-{note.pk}"
    html = client.get(incident.get_absolute_url()).content.decode()
    assert f'<a href="{path(note, "versions")}">edited</a>' in html
    note.refresh_from_db()
    assert note.text == "Latency rose\nto 2 s."


def test_a_time_is_typed_in_the_readers_zone(client, note):
    data = opened(client, note) | {"occurred_at": "2026-01-05T10:30"}

    client.post(path(note, "save_entry"), data)

    note.refresh_from_db()
    assert note.occurred_at.isoformat() == "2026-01-05T01:30:00+00:00"


def test_an_update_is_edited_in_its_parts(client, incident, nia):
    update = post_update(incident, by=nia, conditions="Slow.", needs="Time.")
    data = opened(client, update.entry) | {"actions": "Rolling back."}

    assert client.post(path(update.entry, "save_entry"), data).status_code == 302

    update.refresh_from_db()
    assert (update.conditions, update.actions, update.needs) == ("Slow.", "Rolling back.", "Time.")
    assert "Rolling back." in client.get(incident.get_absolute_url()).content.decode()


def test_the_later_of_two_saves_is_given_back_with_both_texts(client, note):
    ines = UserFactory()
    data = opened(client, note) | {"text": "Latency rose for some."}
    edit_entry(note, by=ines, revision=1, text="Latency rose at nine.")

    response = client.post(path(note, "save_entry"), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Latency rose for some." in html
    assert "Latency rose at nine." in html
    assert "Somebody else saved this" in html
    note.refresh_from_db()
    assert note.text == "Latency rose at nine."

    form = response.context["form"]
    again = client.post(
        path(note, "save_entry"),
        form.data | {"text": "Latency rose at nine, for some."},
    )
    assert again.status_code == 302
    note.refresh_from_db()
    assert note.text == "Latency rose at nine, for some."


def test_where_only_one_changed_something_both_stay(client, incident, nia):
    update = post_update(incident, by=nia, conditions="Slow.")
    data = opened(client, update.entry) | {"needs": "A hand."}
    edit_update(update.entry, by=UserFactory(), revision=1, conditions="Slow for some.")

    response = client.post(path(update.entry, "save_entry"), data)
    assert response.status_code == 422
    client.post(path(update.entry, "save_entry"), response.context["form"].data)

    update.refresh_from_db()
    assert (update.conditions, update.needs) == ("Slow for some.", "A hand.")


def test_what_was_typed_while_it_was_withdrawn_is_still_there(client, note):
    data = opened(client, note) | {"text": "Typed for a while."}
    withdraw_entry(note, by=UserFactory())

    response = client.post(path(note, "save_entry"), data)

    assert response.status_code == 422
    assert "Typed for a while." in response.content.decode()
    assert "Bring it back" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"text": ""}, "text", "A few words are enough."),
        ({"text": "x" * 100_000}, "text", "100000 characters long, and 20000 fit"),
        ({"text": "Seen\x07 here"}, "text", "cannot be shown after “Seen”"),
        ({"text": "Seen\x00"}, "text", "Null characters"),
        ({"occurred_at": ""}, "occurred_at", "Give the day and the time"),
        ({"occurred_at": "soon"}, "occurred_at", "Give a day and a time"),
        ({"occurred_at": "0001-01-01T00:00"}, "occurred_at", "Check the year"),
        (
            {"occurred_at": f"{timezone.now().year + 1}-12-31T10:00"},
            "occurred_at",
            "That time has not come yet.",
        ),
    ],
)
def test_bad_input_is_answered_beside_the_field(client, note, typed, field, sentence):
    data = opened(client, note) | typed

    response = client.post(path(note, "save_entry"), data)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert response.context["form"]["text"].value() == data["text"]
    assert not note.versions.exists()


def test_a_withdrawn_entry_keeps_its_place_and_says_so(client, incident, note):
    response = client.post(path(note, "withdraw_entry"))

    assert response.status_code == 302
    html = client.get(incident.get_absolute_url()).content.decode()
    assert "Withdrawn by Nia." in html
    assert "Latency rose." not in html
    assert f'id="entry-{note.pk}"' in html
    assert "Latency rose." in client.get(path(note, "versions")).content.decode()

    client.post(path(note, "bring_back_entry"))
    assert "Latency rose." in client.get(incident.get_absolute_url()).content.decode()


def test_a_withdrawn_update_is_not_where_we_are(client, incident, nia):
    post_update(incident, by=nia, conditions="The first.")
    second = post_update(incident, by=nia, conditions="The second.")
    withdraw_entry(second.entry, by=nia)

    for address in (incident.get_absolute_url(), "/incidents/", "/"):
        html = client.get(address).content.decode()
        assert "The second." not in html
        assert "The first." in html


def test_what_marks_the_end_is_not_withdrawn(client, incident, nia):
    resolve_incident(incident, by=nia, summary="Rolled back.")
    ending = incident.timeline.get(kind="resolved")
    assert "Withdraw it" not in client.get(path(ending, "edit_entry")).content.decode()

    response = client.post(path(ending, "withdraw_entry"))

    assert response.status_code == 422
    assert "so it stays" in response.content.decode()


def test_versions_are_marked_without_colour_alone(client, note):
    edit_entry(note, by=UserFactory(), revision=1, text="Latency <b>fell</b>.")

    html = client.get(path(note, "versions")).content.decode()

    assert "<del>rose.</del>" in html
    assert "<ins>&lt;b&gt;fell&lt;/b&gt;.</ins>" in html


def test_what_was_written_down_later_says_so(client, incident, nia):
    add_note(
        incident,
        by=nia,
        text="Seen.",
        occurred_at=timezone.now() - timedelta(minutes=12, seconds=9),
    )
    add_note(incident, by=nia, text="Just now.")

    html = client.get(incident.get_absolute_url()).content.decode()

    assert len(re.findall(r"written down .* later", html)) == 1
    assert "written down 12 min later" in html


POSTS = ("save_entry", "withdraw_entry", "bring_back_entry")


@pytest.mark.parametrize("verb", POSTS)
def test_who_may_not(client, client_of, note, verb):
    reader = client_of(UserFactory(role=Role.READER))
    data = {"text": "Different.", "revision": "1"}

    assert reader.post(path(note, verb), data).status_code == 403
    assert Client().post(path(note, verb), data).url.startswith("/accounts/login/")
    assert client.get(path(note, verb)).status_code == 405
    elsewhere = reverse(f"incidents:{verb}", args=[IncidentFactory().pk, note.pk])
    assert client.post(elsewhere, data).status_code == 404
    note.refresh_from_db()
    assert (note.revision, note.withdrawn_at) == (1, None)


def test_readers_read_the_versions_and_edit_nothing(client_of, note):
    reader = client_of(UserFactory(role=Role.READER))

    assert reader.get(path(note, "edit_entry")).status_code == 403
    html = reader.get(path(note, "versions")).content.decode()
    assert "Edit it" not in html


def test_a_restricted_incident_keeps_its_versions(client_of, incident, note):
    incident.is_restricted = True
    incident.save()

    stranger = client_of(UserFactory())

    for verb in ("versions", "edit_entry"):
        assert stranger.get(path(note, verb)).status_code == 404
    assert stranger.post(path(note, "save_entry"), {"text": "x"}).status_code == 404


def test_lines_that_goldseam_words_have_no_pages(client, incident):
    opened_line = incident.timeline.get(kind="opened")

    for verb in ("versions", "edit_entry"):
        assert client.get(path(opened_line, verb)).status_code == 404


class TestWindows:
    @pytest.fixture
    def long(self, incident, nia):
        for number in range(340):
            add_note(incident, by=nia, text=f"Note {number} here", is_key_moment=number % 3 == 0)
        return incident

    def notes(self, client, address):
        html = client.get(address.partition("#")[0]).content.decode().replace("&amp;", "&")
        found = re.findall(r'rel="(prev|next)" href="([^"]+)"', html)
        return [int(one) for one in re.findall(r"Note (\d+) here", html)], dict(found)

    @pytest.mark.parametrize("start", ["", "?key"])
    def test_earlier_and_newer_miss_nothing(self, client, long, start):
        pages, address = [], long.get_absolute_url() + start
        while address:
            page, links = self.notes(client, address)
            pages.append(page)
            last, address = address, links.get("next")
        expected = [one for one in range(339, -1, -1) if not start or one % 3 == 0]
        assert [one for page in pages for one in page] == expected

        back = [self.notes(client, last)[0]]
        while address := self.notes(client, last)[1].get("prev"):
            last = address
            back.append(self.notes(client, address)[0])
        assert back[::-1][0][:5] == expected[:5]
        assert sorted({one for page in back for one in page}, reverse=True) == expected

    def test_what_arrives_meanwhile_moves_no_window(self, client, long, nia):
        _page, links = self.notes(client, long.get_absolute_url())
        before = self.notes(client, links["next"])[0]

        add_note(long, by=nia, text="Note 1000 here")

        assert self.notes(client, links["next"])[0] == before

    def test_the_room_asks_no_more_and_stays_small(self, client, long, queries_of):
        url = long.get_absolute_url()
        _page, links = self.notes(client, url)
        queries_of(client, url)

        first = queries_of(client, url)

        assert queries_of(client, links["next"].partition("#")[0]) == first <= 12
        assert queries_of(client, f"{url}?key") == first
        assert len(client.get(url).content) < 300_000

    def test_a_live_refresh_stays_in_its_window(self, client, long):
        _page, links = self.notes(client, long.get_absolute_url())
        query = links["next"].partition("?")[2].partition("#")[0]

        html = client.get(f"{long.get_absolute_url()}live/?{query}").content.decode()

        assert f'hx-get="{long.get_absolute_url()}live/?{query}"' in html
