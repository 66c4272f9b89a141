"""The front of the library, its order, and its pages."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from learning.domain.stories import publish_story, withdraw_story
from learning.models import Byline
from learning.queries import finding
from learning.queries import library as queries
from learning.queries.places import Spot
from people.models import Role
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIBRARY = "/library/"
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def publish(*, title, by, at):
    return publish_story(StoryFactory(is_published=False, title=title, by=by), by=by, at=at)


def titles(response):
    return [story.title for story in response.context["library"].stories]


def words(response):
    """What a page says, without its tags."""
    return " ".join(strip_tags(response.text).split())


def behind(story):
    return str(Spot.of(story.document.stands_at, story.document.pk))


def next_page(response):
    more = response.context["library"].more
    return f"{LIBRARY}?after={more}" if more else ""


def test_it_is_where_the_navigation_leads():
    assert reverse("learning:library") == LIBRARY


def test_a_stranger_is_sent_to_the_sign_in(client):
    response = client.get(LIBRARY)

    assert urlsplit(response.url).path == reverse("account_login")


def test_seniors_come_first_and_the_newest_of_each(client_of):
    senior, newcomer = UserFactory(is_senior=True), UserFactory()
    publish(title="new, old", by=newcomer, at=MORNING)
    publish(title="senior, old", by=senior, at=MORNING)
    publish(title="senior, new", by=senior, at=MORNING + timedelta(days=1))
    publish(title="new, new", by=newcomer, at=MORNING + timedelta(days=2))

    response = client_of(UserFactory()).get(LIBRARY)

    assert titles(response) == ["senior, new", "senior, old", "new, new", "new, old"]
    assert "4 stories, 2 by people who have been around for a while" in response.text


def test_pages_neither_skip_nor_repeat_a_story(client_of, monkeypatch):
    """Many share one moment of publishing, and the pages end within seniors and within the rest."""
    monkeypatch.setattr(finding, "PAGE", 3)
    senior, newcomer = UserFactory(is_senior=True), UserFactory()
    for n in range(5):
        publish(title=f"senior {n}", by=senior, at=MORNING + timedelta(days=n // 3))
        publish(title=f"new {n}", by=newcomer, at=MORNING + timedelta(days=n // 3))
    client = client_of(UserFactory())

    pages, address = [], LIBRARY
    while address:
        response = client.get(address)
        pages.append(titles(response))
        address = next_page(response)

    assert pages == [
        ["senior 4", "senior 3", "senior 2"],
        ["senior 1", "senior 0", "new 4"],
        ["new 3", "new 2", "new 1"],
        ["new 0"],
    ]


def test_the_next_page_holds_when_its_first_page_changes_meanwhile(client_of, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    teller = UserFactory()
    told = [publish(title=f"{n}", by=teller, at=MORNING + timedelta(days=n)) for n in range(4)]
    client = client_of(UserFactory())
    address = next_page(client.get(LIBRARY))

    withdraw_story(told[2], by=teller)
    publish(title="newest", by=teller, at=MORNING + timedelta(days=9))

    assert titles(client.get(address)) == ["1", "0"]


def test_places_survive_the_way_through_an_address():
    spot = Spot.of(MORNING + timedelta(microseconds=1), 12)

    assert Spot.read(str(spot)) == spot
    assert spot.at == MORNING + timedelta(microseconds=1)


@pytest.mark.parametrize(
    "after", ["x", "1~2~3", "~", "1~", "~1", "-1~1", "1~-1", "1.5~2", "9" * 18 + "~1", "\0"]
)
def test_an_address_that_names_no_place_shows_the_front(client_of, after):
    StoryFactory(title="The only one")

    response = client_of(UserFactory()).get(LIBRARY, {"after": after})

    assert titles(response) == ["The only one"]


def test_behind_the_last_story_is_a_way_back(client_of):
    story = StoryFactory()

    response = client_of(UserFactory()).get(LIBRARY, {"after": behind(story)})

    assert titles(response) == []
    assert f'href="{LIBRARY}"' in response.text
    assert "That was all of them." in response.text


def test_a_card_says_what_who_and_how_long(client_of):
    ines = UserFactory(display_name="Ines Barbosa", title="Tech lead")
    StoryFactory(
        by=ines,
        title="The day I doubled the ledger",
        services=[ServiceFactory(name="Ledger"), ServiceFactory(name="Accounts")],
        what_broke="word " * 440,
    )

    response = client_of(UserFactory()).get(LIBRARY)

    assert "Accounts, Ledger" in response.text
    assert "Ines Barbosa, Tech lead. 2 min read" in words(response)


def test_a_card_by_role_names_the_team_only(client_of):
    payments = TeamFactory(name="Payments")
    ines = UserFactory(display_name="Ines Barbosa", title="Tech lead", team=payments)
    StoryFactory(by=ines, byline=Byline.ROLE)
    StoryFactory(by=UserFactory(display_name="Jo Lindqvist"), byline=Byline.ROLE)

    response = client_of(UserFactory()).get(LIBRARY)

    assert "Someone in Payments. 1 min read" in words(response)
    assert "Someone here. 1 min read" in words(response)
    for word in ("Barbosa", "Tech lead", "Lindqvist"):
        assert word not in response.text


def test_drafts_are_at_the_top_for_their_author_only(client_of):
    ines = UserFactory()
    StoryFactory(by=ines, is_published=False, title="Not ready yet")

    assert "Not ready yet" in client_of(ines).get(LIBRARY).text
    assert "Not ready yet" not in client_of(UserFactory(role=Role.ADMIN)).get(LIBRARY).text


def test_the_latest_published_write_ups_are_shown(client_of):
    written = [PostmortemFactory(is_published=True) for _ in range(queries.LATEST_WRITE_UPS + 1)]
    draft = PostmortemFactory()

    response = client_of(UserFactory()).get(LIBRARY)

    assert response.context["library"].write_ups == written[:0:-1]
    for write_up in written[1:]:
        assert f'href="{write_up.get_absolute_url()}"' in response.text
    assert f'href="{draft.get_absolute_url()}"' not in response.text


def test_all_write_ups_are_on_the_published_shelf(client_of):
    published, draft = PostmortemFactory(is_published=True), PostmortemFactory()
    client = client_of(UserFactory())
    page = client.get(LIBRARY).text

    link = re.search(r'href="([^"]+)">All write-ups<', page)
    shelf = client.get(unescape(link[1]))

    assert 'aria-current="page">Published<' in shelf.text
    assert f'href="{published.get_absolute_url()}"' in shelf.text
    assert f'href="{draft.get_absolute_url()}"' not in shelf.text


def test_write_ups_and_drafts_are_only_at_the_front(client_of):
    story, reader = StoryFactory(), UserFactory()
    PostmortemFactory(is_published=True)
    StoryFactory(by=reader, is_published=False)

    library = client_of(reader).get(LIBRARY, {"after": behind(story)}).context["library"]

    assert (library.drafts, library.write_ups) == ([], [])


@pytest.mark.parametrize(
    ("who", "says", "offers"),
    [
        ({"is_senior": True}, "The first one could be yours", True),
        ({}, "You need not be the one to begin", True),
        ({"role": Role.READER, "is_senior": True}, "as soon as somebody has told one", False),
    ],
)
def test_an_empty_library_invites_and_asks_nobody_new_to_go_first(client_of, who, says, offers):
    response = client_of(UserFactory(**who)).get(LIBRARY)

    assert says in response.text
    assert (reverse("learning:tell") in response.text) is offers


def test_the_same_few_queries_at_1_and_at_30_of_everything(client_of, queries_of):
    reader = UserFactory()

    def add_one_of_each():
        team = TeamFactory()
        StoryFactory(by=UserFactory(team=team), services=[ServiceFactory(), ServiceFactory()])
        StoryFactory(by=reader, is_published=False)
        StoryFactory(incidents=[IncidentFactory()], byline=Byline.ROLE)
        PostmortemFactory(is_published=True)

    add_one_of_each()
    at_one = queries_of(client_of(reader), LIBRARY)
    for _ in range(29):
        add_one_of_each()

    assert queries_of(client_of(reader), LIBRARY) == at_one <= 12
