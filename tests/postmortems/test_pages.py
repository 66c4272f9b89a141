"""Who gets which page: an author, another member, a reader, a stranger; wrong ids and verbs."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Role
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.reviewing import ask_for_review
from postmortems.models import Postmortem, ShareLink
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

OPEN_TO_READERS = ["list", "read", "live_write_up", "export_markdown", "export_html", "export_pdf"]
OPEN_TO_MEMBERS = ["plan"]
OPEN_TO_AUTHORS = ["edit", "choose_another", "share"]
POSTS = [
    "start",
    "save",
    "add_factor",
    "remove_factor",
    "add_follow_up",
    "ask_for_review",
    "ask_another_lead",
    "give_verdict",
    "publish",
    "correct",
    "take_back",
    "show_people",
    "make_link",
    "end_link",
]
# A member who neither wrote in it nor was there.
CLOSED_TO_OTHERS = [
    "save",
    "add_factor",
    "remove_factor",
    "ask_for_review",
    "ask_another_lead",
    "give_verdict",
    "publish",
    "correct",
    "take_back",
    "show_people",
    "make_link",
    "end_link",
]


@pytest.fixture
def told():
    """A write-up in review, with an address for each of its pages."""
    author = UserFactory()
    incident = IncidentFactory(by=author, is_over=True)
    postmortem = PostmortemFactory(by=author, incident=incident)
    factor = add_factor(postmortem, by=author, kind="design", text="No limit")
    add_follow_up(postmortem, by=author, what="A limit", kind="code")
    this_round = ask_for_review(postmortem, by=author, reviewer=TechLeadFactory())
    link = ShareLink.objects.create(
        postmortem=postmortem, token_digest="x", expires_at=timezone.now() + timedelta(days=1)
    )
    of_round = [postmortem.pk, this_round.pk]
    arguments = {
        "list": [],
        "start": [incident.pk],
        "remove_factor": [postmortem.pk, factor.pk],
        "end_link": [postmortem.pk, link.pk],
        "choose_another": of_round,
        "ask_another_lead": of_round,
        "give_verdict": of_round,
    }

    def url(name, unknown=False):
        args = arguments.get(name, [postmortem.pk])
        last = [10**17 if unknown else arg for arg in args[-1:]]
        return reverse(f"postmortems:{name}", args=[*args[:-1], *last])

    return SimpleNamespace(postmortem=postmortem, author=author, round=this_round, url=url)


def state(postmortem):
    """What a refused request must leave as it was."""
    postmortem.refresh_from_db()
    return (
        postmortem.status,
        postmortem.revision,
        [one.text for one in postmortem.factors.all()],
        [one.state for one in postmortem.follow_ups.all()],
        [(one.reviewer_id, one.verdict) for one in postmortem.rounds.all()],
        Postmortem.objects.count(),
        postmortem.names_as_roles,
        [(one.label, one.ended_at) for one in postmortem.share_links.all()],
    )


@pytest.mark.parametrize("name", [*OPEN_TO_READERS, *OPEN_TO_MEMBERS, *OPEN_TO_AUTHORS])
def test_pages_are_open_to_authors(name, told, client_of):
    assert client_of(told.author).get(told.url(name)).status_code == 200


@pytest.mark.parametrize("name", [*OPEN_TO_READERS, *OPEN_TO_MEMBERS])
def test_pages_are_open_to_members(name, told, client_of):
    assert client_of(UserFactory()).get(told.url(name)).status_code == 200


@pytest.mark.parametrize("name", [*OPEN_TO_AUTHORS, "choose_reviewer"])
def test_pages_to_write_on_are_closed_to_other_members(name, told, client_of):
    assert client_of(UserFactory()).get(told.url(name)).status_code == 403


@pytest.mark.parametrize("name", OPEN_TO_READERS)
def test_pages_to_read_are_open_to_readers(name, told, client_of):
    reader = client_of(UserFactory(role=Role.READER))

    response = reader.get(told.url(name))

    assert response.status_code == 200
    said = response.content.decode(errors="replace")
    main = said.partition("<main")[2] or said
    assert "<form" not in main


@pytest.mark.parametrize("name", [*OPEN_TO_MEMBERS, *OPEN_TO_AUTHORS, "choose_reviewer"])
def test_pages_to_write_on_are_closed_to_readers(name, told, client_of):
    assert client_of(UserFactory(role=Role.READER)).get(told.url(name)).status_code == 403


@pytest.mark.parametrize("name", POSTS)
def test_readers_change_nothing(name, told, client_of):
    before = state(told.postmortem)

    response = client_of(UserFactory(role=Role.READER)).post(told.url(name))

    assert (response.status_code, state(told.postmortem)) == (403, before)


@pytest.mark.parametrize("name", CLOSED_TO_OTHERS)
def test_other_members_change_nothing_that_is_for_authors_or_the_reviewer(name, told, client_of):
    before = state(told.postmortem)

    response = client_of(UserFactory()).post(told.url(name))

    assert (response.status_code, state(told.postmortem)) == (403, before)


def test_an_author_does_not_answer_for_the_reviewer(told, client_of):
    before = state(told.postmortem)

    response = client_of(told.author).post(told.url("give_verdict"), {"verdict": "approved"})

    assert (response.status_code, state(told.postmortem)) == (403, before)


@pytest.mark.parametrize("name", [*OPEN_TO_READERS, *OPEN_TO_MEMBERS, *OPEN_TO_AUTHORS])
def test_strangers_are_asked_to_sign_in(name, told, client):
    response = client.get(told.url(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", POSTS)
def test_strangers_change_nothing(name, told, client):
    before = state(told.postmortem)

    response = client.post(told.url(name))

    assert response["Location"].startswith(reverse("account_login"))
    assert state(told.postmortem) == before


@pytest.mark.parametrize("name", POSTS)
def test_verbs_are_posted(name, told, client_of):
    before = state(told.postmortem)

    assert client_of(told.author).get(told.url(name)).status_code == 405
    assert state(told.postmortem) == before


@pytest.mark.parametrize("name", [*OPEN_TO_READERS, *OPEN_TO_MEMBERS, *OPEN_TO_AUTHORS])
def test_pages_are_not_posted_to(name, told, client_of):
    assert client_of(told.author).post(told.url(name)).status_code == 405


@pytest.mark.parametrize("name", [*OPEN_TO_MEMBERS, *OPEN_TO_AUTHORS, *OPEN_TO_READERS[1:]])
def test_an_unknown_page_is_not_found(name, told, client_of):
    assert client_of(told.author).get(told.url(name, unknown=True)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_an_unknown_thing_is_not_found(name, told, client_of):
    before = state(told.postmortem)

    response = client_of(told.author).post(told.url(name, unknown=True))

    assert (response.status_code, state(told.postmortem)) == (404, before)


def test_a_number_too_large_to_be_one_is_not_found(told, client_of):
    assert client_of(told.author).get(f"/write-ups/{10**30}/").status_code == 404


def test_what_belongs_to_another_write_up_is_not_found(told, client_of):
    other = PostmortemFactory(by=told.author)
    theirs = add_factor(other, by=told.author, kind="design", text="Theirs")
    url = reverse("postmortems:remove_factor", args=[told.postmortem.pk, theirs.pk])

    assert client_of(told.author).post(url).status_code == 404
    assert other.factors.count() == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_admins_can_edit_and_members_who_were_there_can(role, told, client_of):
    here = UserFactory(role=role)
    if role == Role.MEMBER:
        told.postmortem.incidents.get().participations.create(user=here)

    assert client_of(here).get(told.url("edit")).status_code == 200
