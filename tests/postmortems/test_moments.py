"""The timeline of a write-up: copied, edited, refreshed, and nothing of it lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.editing import edit_entry, withdraw_entry
from incidents.domain.room import add_note
from people.errors import DomainError
from people.models import Role
from postmortems.domain.moments import (
    Refreshed,
    add_moment,
    edit_moment,
    leave_moment_out,
    refresh_moments,
    settle_moment,
)
from postmortems.models import Status
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, is_over=True)


@pytest.fixture
def note(incident, nia):
    return add_note(incident, by=nia, text="Nobody finds anything.", is_key_moment=True)


@pytest.fixture
def postmortem(nia, incident, note):
    return PostmortemFactory(by=nia, incident=incident)


@pytest.fixture
def copy(postmortem, note):
    return postmortem.moments.get(source=note)


def reworded(note, by, text):
    note.refresh_from_db()
    return edit_entry(note, by=by, revision=note.revision, text=text)


def test_refreshing_brings_new_key_moments_once(postmortem, incident, nia):
    add_note(incident, by=nia, text="Found it.", is_key_moment=True)
    add_note(incident, by=nia, text="Coffee.")

    first = refresh_moments(postmortem, by=nia)
    again = refresh_moments(postmortem, by=nia)

    assert (first, again) == (Refreshed(1, 0, 0), Refreshed(0, 0, 0))
    assert postmortem.moments.filter(text="Found it.").count() == 1
    assert not postmortem.moments.filter(text="Coffee.").exists()


def test_a_copy_that_nobody_edited_follows_its_entry(postmortem, copy, note, nia):
    reworded(note, nia, "The index is empty.")

    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 1, 0)

    copy.refresh_from_db()
    assert (copy.text, copy.was_edited) == ("The index is empty.", False)


def test_an_edited_copy_is_kept_where_its_entry_did_not_change(postmortem, copy, nia):
    edit_moment(copy, by=nia, revision=copy.revision, text="Search was empty.")

    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 0, 0)

    copy.refresh_from_db()
    assert (copy.text, copy.was_edited) == ("Search was empty.", True)


def test_where_both_changed_neither_is_touched_until_somebody_chooses(postmortem, copy, note, nia):
    edit_moment(copy, by=nia, revision=copy.revision, text="Ours")
    reworded(note, nia, "Theirs")

    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 0, 1)

    copy.refresh_from_db()
    assert (copy.text, copy.source.text, copy.is_torn) == ("Ours", "Theirs", True)


@pytest.mark.parametrize(("takes_theirs", "says"), [(True, "Theirs"), (False, "Ours")])
def test_choosing_settles_it(takes_theirs, says, postmortem, copy, note, nia):
    edit_moment(copy, by=nia, revision=copy.revision, text="Ours")
    reworded(note, nia, "Theirs")

    settle_moment(copy, by=nia, takes_theirs=takes_theirs)

    copy.refresh_from_db()
    assert (copy.text, copy.is_torn, copy.was_edited) == (says, False, not takes_theirs)
    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 0, 0)
    copy.refresh_from_db()
    assert copy.text == says


def test_edited_back_to_what_the_entry_says_it_follows_again(postmortem, copy, note, nia):
    said, occurred_at = copy.text, copy.occurred_at
    copy = edit_moment(copy, by=nia, revision=1, text="Ours", occurred_at=timezone.now())
    edit_moment(copy, by=nia, revision=2, text=said, occurred_at=occurred_at)
    reworded(note, nia, "Theirs")

    refresh_moments(postmortem, by=nia)

    copy.refresh_from_db()
    assert copy.text == "Theirs"


def test_a_withdrawn_entry_leaves_the_copy_as_it_is(postmortem, copy, note, nia):
    withdraw_entry(note, by=nia)

    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 0, 0)

    copy.refresh_from_db()
    assert copy.text == "Nobody finds anything."


def test_what_is_left_out_is_not_read_and_does_not_come_again(postmortem, copy, nia, client_of):
    leave_moment_out(copy, by=nia, is_left_out=True)

    assert refresh_moments(postmortem, by=nia) == Refreshed(0, 0, 0)

    page = client_of(nia).get(postmortem.get_absolute_url()).content.decode()
    assert "Nobody finds anything." not in page
    leave_moment_out(copy, by=nia, is_left_out=False)
    page = client_of(nia).get(postmortem.get_absolute_url()).content.decode()
    assert "Nobody finds anything." in page


def test_editing_from_an_older_revision_is_refused_and_the_same_words_are_not(copy, nia):
    edit_moment(copy, by=nia, revision=1, text="Theirs")

    with pytest.raises(DomainError, match="Somebody else changed this moment"):
        edit_moment(copy, by=nia, revision=1, text="Mine")

    assert edit_moment(copy, by=nia, revision=1, text="Theirs").revision == 2


def test_two_who_edit_at_once_lose_nothing(race, nia):
    postmortem = PostmortemFactory(by=nia)
    moment = postmortem.moments.first()

    outcomes = race(
        2,
        [
            lambda: edit_moment(moment, by=nia, revision=1, text="One"),
            lambda: edit_moment(moment, by=nia, revision=1, text="Two"),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]


def test_two_who_refresh_at_once_bring_it_once(race, nia):
    incident = IncidentFactory(by=nia, is_over=True)
    postmortem = PostmortemFactory(by=nia, incident=incident)
    add_note(incident, by=nia, text="Found it.", is_key_moment=True)

    assert race(3, lambda: refresh_moments(postmortem, by=nia)) == ["ok"] * 3

    assert postmortem.moments.filter(text="Found it.").count() == 1


def test_the_same_moment_added_twice_is_there_once(postmortem, nia):
    at = timezone.now()

    first = add_moment(postmortem, by=nia, text="A customer wrote.", occurred_at=at)

    assert add_moment(postmortem, by=nia, text="A customer wrote.", occurred_at=at) == first
    assert (first.source, first.was_edited) == (None, False)


def test_an_approved_timeline_stays_as_it_is(postmortem, copy, nia):
    type(postmortem).objects.update(status=Status.APPROVED)

    for act in (
        lambda: refresh_moments(postmortem, by=nia),
        lambda: add_moment(postmortem, by=nia, text="Late", occurred_at=timezone.now()),
        lambda: edit_moment(copy, by=nia, revision=1, text="Late"),
        lambda: leave_moment_out(copy, by=nia, is_left_out=True),
    ):
        with pytest.raises(DomainError, match="is approved"):
            act()


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def test_the_page_shows_both_and_lets_one_choose(postmortem, copy, note, nia, client_of):
    client = client_of(nia)
    edit_moment(copy, by=nia, revision=1, text="Ours, at last")
    reworded(note, nia, "Theirs, at last")

    content = client.get(url("moments", postmortem)).content.decode()
    assert "Ours, at last" in content
    assert "Theirs, at last" in content
    response = client.post(
        url("settle_moment", postmortem, copy.pk), {"takes_theirs": "on"}, follow=True
    )

    assert "It said here before: “Ours, at last”" in response.content.decode()
    copy.refresh_from_db()
    assert copy.text == "Theirs, at last"


def test_the_page_refreshes_and_says_what_came(postmortem, incident, nia, client_of):
    client = client_of(nia)
    add_note(incident, by=nia, text="Found it.", is_key_moment=True)

    first = client.post(url("refresh_moments", postmortem), follow=True).content.decode()
    again = client.post(url("refresh_moments", postmortem), follow=True).content.decode()

    assert "1 new moment." in first
    assert "Nothing new there." in again


def test_a_moment_is_added_edited_and_left_out_by_forms(postmortem, nia, client_of):
    client = client_of(nia)
    client.post(
        url("add_moment", postmortem), {"text": "A mail came.", "occurred_at": "2026-03-09T14:05"}
    )
    moment = postmortem.moments.get(source=None)
    assert moment.occurred_at.isoformat() == "2026-03-09T14:05:00+00:00"

    form = client.get(url("edit_moment", postmortem, moment.pk)).context["form"]
    data = {"revision": "1", "text": "A mail.", "initial-text": "A mail came."}
    data["occurred_at"] = data["initial-occurred_at"] = (
        form["occurred_at"].value().strftime("%Y-%m-%dT%H:%M")
    )
    client.post(url("save_moment", postmortem, moment.pk), data)
    client.post(url("leave_moment_out", postmortem, moment.pk), {"is_left_out": "on"})

    moment.refresh_from_db()
    assert (moment.text, moment.is_left_out) == ("A mail.", True)


def test_after_somebody_elses_edit_both_are_on_the_page(postmortem, copy, nia, client_of):
    edit_moment(copy, by=UserFactory(), revision=1, text="Theirs")
    at = timezone.localtime(copy.occurred_at).strftime("%Y-%m-%dT%H:%M")
    data = {
        "revision": "1",
        "text": "Mine",
        "initial-text": "Nobody finds anything.",
        "occurred_at": at,
        "initial-occurred_at": at,
    }

    response = client_of(nia).post(url("save_moment", postmortem, copy.pk), data)

    assert response.status_code == 422
    content = response.content.decode()
    assert "Somebody else changed this moment" in content
    assert ">Theirs</textarea>" in content.replace("\n", "")
    assert response.context["form"]["text"].value() == "Mine"


def test_those_who_may_not_edit_are_refused(postmortem, copy, client_of):
    for role in (Role.MEMBER, Role.READER):
        client = client_of(UserFactory(role=role))
        assert client.get(url("moments", postmortem)).status_code == 403
        for name, more in (
            ("refresh_moments", []),
            ("add_moment", []),
            ("save_moment", [copy.pk]),
            ("leave_moment_out", [copy.pk]),
            ("settle_moment", [copy.pk]),
        ):
            assert client.post(url(name, postmortem, *more)).status_code == 403


def test_a_moment_of_another_write_up_is_not_found(postmortem, nia, client_of):
    other = PostmortemFactory(by=nia).moments.first()

    response = client_of(nia).get(url("edit_moment", postmortem, other.pk))

    assert response.status_code == 404


def test_readers_read_times_in_their_own_zone(postmortem, copy, client_of):
    reader = UserFactory(time_zone="Asia/Kolkata")

    page = client_of(reader).get(postmortem.get_absolute_url()).content.decode()

    assert "Times are in your own zone, IST." in page
    assert f">{timezone.localtime(copy.occurred_at, reader.zone):%H:%M}</time>" in page
