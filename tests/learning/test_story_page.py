"""Reading one story."""

import html
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from learning.models import Byline
from learning.queries import library as queries
from people.models import Role
from people.templatetags.goldseam import initials
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
    number_of_no_row,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    return UserFactory(
        email="ines.b@example.org",
        display_name="Inesqa Barbosa",
        title="Chief ledger keeper",
        team=TeamFactory(name="Payments"),
        joined_on=date(2018, 11, 1),
        is_senior=True,
    )


def read(client, story):
    return client.get(reverse("learning:story", args=[story.pk]))


@time_machine.travel("2026-11-23T09:00Z")
def test_a_story_by_name_says_who_tells_it(client_of, ines):
    story = StoryFactory(by=ines, title="The day I doubled the ledger", services=[ServiceFactory()])

    page = read(client_of(UserFactory()), story).text

    assert "The day I doubled the ledger" in page
    assert "Inesqa Barbosa, Chief ledger keeper." in page
    assert "8 years in." in page
    assert f">{initials(ines)}<" in page
    assert str(story.services.get()) in page


@pytest.mark.parametrize(
    ("joined", "years"),
    [(date(2018, 11, 23), 8), (date(2018, 11, 24), 7), (date(2025, 11, 24), 0)],
)
def test_years_are_whole(joined, years):
    assert queries.years_here(UserFactory(joined_on=joined), on=date(2026, 11, 23)) == years


def test_somebody_who_has_just_joined_is_not_counted_in_years(client_of):
    page = read(client_of(UserFactory()), StoryFactory()).text

    assert "years in" not in page
    assert "year in" not in page


def test_a_story_by_role_never_says_who_tells_it(client_of, ines):
    story = StoryFactory(
        by=ines, byline=Byline.ROLE, incidents=[IncidentFactory()], services=[ServiceFactory()]
    )

    page = read(client_of(UserFactory(display_name="Zoltan Zeman")), story).text

    assert "Someone in Payments." in page
    for word in ("Inesqa", "Barbosa", ">IB<", "Chief", "ines.b", "November", "years in", "Edit"):
        assert word not in page
    assert not re.search(number_of_no_row("2018"), page)
    assert reverse("learning:edit", args=[story.pk]) not in page


def test_the_author_of_a_story_by_role_sees_that_readers_do_not_know(client_of, ines):
    story = StoryFactory(by=ines, byline=Byline.ROLE)

    page = read(client_of(ines), story).text

    assert "it is in the library without your name" in page
    assert "Someone in Payments." in page
    assert "Chief ledger keeper" not in page
    assert reverse("learning:edit", args=[story.pk]) in page


def test_sections_are_markdown_in_the_order_of_telling(client_of):
    story = StoryFactory(
        opening="I typed it into the <wrong> window.",
        what_changed="- the template asks",
        what_broke="It was **safe** to run twice. <script>alert(1)</script>",
        how_it_felt="",
    )

    page = read(client_of(UserFactory()), story).text

    assert "I typed it into the &lt;wrong&gt; window." in page
    assert "<strong>safe</strong>" in page
    assert "<script>alert" not in page
    assert page.index("<h2>What broke</h2>") < page.index("<h2>What changed</h2>")
    assert "How it felt" not in page


def test_incidents_and_their_published_write_ups_are_beside_it(client_of):
    written, drafted = PostmortemFactory(is_published=True), PostmortemFactory()
    incidents = [written.incidents.get(), drafted.incidents.get()]
    story = StoryFactory(incidents=incidents)

    page = read(client_of(UserFactory()), story).text

    for incident in incidents:
        assert f'href="{incident.get_absolute_url()}"' in page
    assert f'href="{written.get_absolute_url()}"' in page
    assert f'href="{drafted.get_absolute_url()}"' not in page


def test_a_draft_is_read_by_its_author_only(client_of, ines):
    story = StoryFactory(by=ines, is_published=False)

    mine = read(client_of(ines), story)

    assert mine.status_code == 200
    assert "This is a draft" in mine.text
    assert reverse("learning:publish", args=[story.pk]) in mine.text
    for other in (UserFactory(), UserFactory(role=Role.ADMIN), UserFactory(team=ines.team)):
        assert read(client_of(other), story).status_code == 404


def test_a_draft_that_is_only_a_title_is_not_offered_for_publishing(client_of, ines):
    story = StoryFactory(by=ines, is_published=False, what_broke="")

    page = read(client_of(ines), story).text

    assert "There is only a title so far." in page
    assert reverse("learning:publish", args=[story.pk]) not in page


def test_a_reader_reads(client_of):
    assert read(client_of(UserFactory(role=Role.READER)), StoryFactory()).status_code == 200


@pytest.mark.parametrize("pk", [0, 10**30])
def test_a_story_that_is_not_there_is_not_found(client_of, pk):
    response = client_of(UserFactory()).get(f"/library/stories/{pk}/")

    assert response.status_code == 404


def test_a_page_takes_the_same_few_queries_whatever_it_shows(client_of, queries_of):
    reader = client_of(UserFactory())

    def address(count):
        services = [ServiceFactory() for _ in range(count)]
        written = [PostmortemFactory(is_published=True) for _ in range(count)]
        incidents = [write_up.incidents.get() for write_up in written]
        return StoryFactory(services=services, incidents=incidents).get_absolute_url()

    at_one = queries_of(reader, address(1))

    assert queries_of(reader, address(3)) == at_one <= 12


def test_a_tag_leads_to_what_else_is_filed_under_it(client_of):
    story, other = StoryFactory(tags=["on call & off"]), StoryFactory(tags=["on call & off"])
    client = client_of(UserFactory())

    found = re.search(r'href="([^"]*\?tag=[^"]*)"', client.get(story.get_absolute_url()).text)

    assert other.title in client.get(html.unescape(found[1])).text
