"""What stands beside an incident: stories, and when it was seen before."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import add_note
from incidents.models import Incident, Mode, TimelineEntry
from learning.domain.stories import withdraw_story
from learning.models import Kind
from learning.queries.alike import told_alike
from people.models import Role
from postmortems.domain.following_up import add_follow_up
from postmortems.models import FollowUp, FollowUpKind, FollowUpState
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FILING = reverse("learning:beside")


def story(title, *, senior=False, **more):
    return StoryFactory(title=title, by=UserFactory(is_senior=senior), **more)


def similar_stories(reader, **asked):
    """Those of people here."""
    return [one.story for one in told_alike(reader, **asked) if one.kind == Kind.STORY]


def past(title="Payments time out", **more):
    by = UserFactory()
    incident = IncidentFactory(title=title, by=by, **more)
    return resolve_incident(incident, by=by, summary="Rolled **back** to 4.2, and it was fine.")


def test_a_story_is_found_by_its_title_and_by_what_it_tells():
    titled = story("The day payments timed out")
    telling = story("My first week", what_broke="Payments timed out for everyone.")
    story("The regular expression that ate the search index")

    assert similar_stories(UserFactory(), title="payments time out") == [titled, telling]
    assert similar_stories(UserFactory(), title="paymnets time out") == [titled, telling]
    assert similar_stories(UserFactory(), title="zeppelin") == []


def test_seniors_come_first_among_the_alike():
    newer, senior = story("Payments timed out"), story("Payments timed out", senior=True)
    weaker = story("Payments, and a comma", senior=True)

    assert similar_stories(UserFactory(), title="payments time out") == [senior, newer, weaker]


def test_a_shared_service_brings_a_story_forward():
    service = ServiceFactory()
    about = story("Payments timed out", services=[service])
    other = story("Payments timed out")

    both = similar_stories(UserFactory(), title="payments time out", services=[service])
    assert both == [about, other]


def test_a_draft_is_no_suggestion_not_even_to_its_author():
    by = UserFactory()
    told = StoryFactory(title="Payments timed out", by=by)
    withdraw_story(told, by=by)

    assert similar_stories(by, title="payments time out") == []


def test_beside_the_form_stand_stories_and_what_was_seen_before(client_of):
    service = ServiceFactory()
    told = story("The day payments timed out", senior=True)
    incident = past(services=[service])

    page = client_of(UserFactory()).get(
        FILING, {"title": "paymnets", "services": [service.pk, "x"]}
    )

    words = page.content.decode()
    assert page.templates[0].name == "learning/_beside.html"
    assert told.title in words
    assert incident.reference in words
    assert "Rolled <strong>back</strong> to 4.2" in words
    assert "put right in" in words
    assert words.count('id="beside"') == 1


def test_beside_says_which_follow_ups_were_done(client_of):
    incident = past()
    by = incident.declared_by
    write_up = PostmortemFactory(incident=incident, by=by)
    for what in ("Alert on the queue", "Stop a deploy by itself"):
        add_follow_up(write_up, by=by, what=what, kind=FollowUpKind.TOOLING, owner=by, due_on=None)
    FollowUp.objects.filter(what="Alert on the queue").update(
        state=FollowUpState.DONE, done_at=timezone.now()
    )

    words = client_of(UserFactory()).get(FILING, {"title": "payments time out"}).content.decode()

    assert "1 of 2 done" in words
    assert words.index("Stop a deploy by itself") < words.index("Alert on the queue")


def test_beside_does_not_tell_an_ending_that_was_withdrawn(client_of):
    incident = past()
    TimelineEntry.objects.filter(incident=incident).update(withdrawn_at=timezone.now())

    words = client_of(UserFactory()).get(FILING, {"title": "payments time out"}).content.decode()

    assert incident.reference in words
    assert "Rolled" not in words


@pytest.mark.parametrize(
    "query",
    ["", "title=", "title=zeppelin", "services=1", "title=%00%27&services=999999999999999999",
     "title=" + "x" * 5_000, "services=-1&services=%00"],
)  # fmt: skip
def test_beside_is_quiet_when_nothing_fits(client_of, query):
    past()

    page = client_of(UserFactory()).get(f"{FILING}?{query}")

    words = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert words == '<div id="beside" class="stack"> </div>'


def test_a_room_fetches_it_as_a_fragment_and_without_scripts_it_is_a_page(client_of):
    seen, incident = past(), IncidentFactory(title="Payments time out again")
    client = client_of(UserFactory())
    url = reverse("learning:beside_incident", args=[incident.pk])

    assert url in client.get(incident.get_absolute_url()).content.decode()
    page, fragment = client.get(url), client.get(url, headers={"HX-Request": "true"})

    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "hx-morph-skip" in fragment.content.decode()
    for answer in (page, fragment):
        assert "HX-Request" in answer["Vary"]
        assert seen.reference in answer.content.decode()
    assert f"{incident.reference} " not in fragment.content.decode()


def test_beside_never_shows_what_is_restricted_or_practice(client_of):
    inside = UserFactory()
    restricted = past()
    Incident.objects.filter(pk=restricted.pk).update(is_restricted=True)
    practice = IncidentFactory(title="Payments time out", mode=Mode.PRACTICE)
    add_note(practice, by=inside, text="Pretend.")
    client = client_of(inside)

    words = client.get(FILING, {"title": "payments time out"}).content.decode()

    assert "INC-" not in words
    url = reverse("learning:beside_incident", args=[restricted.pk])
    assert client.get(url).status_code == 404


def test_beside_is_for_everyone_signed_in_and_only_to_be_read(client, client_of):
    reader = client_of(UserFactory(role=Role.READER))
    incident = past()
    for url in (FILING, reverse("learning:beside_incident", args=[incident.pk])):
        assert reader.get(url).status_code == 200
        assert reader.post(url).status_code == 405
        assert client.get(url).status_code == 302


def test_beside_asks_as_often_for_few_as_for_many(client_of, queries_of):
    client = client_of(UserFactory())
    url = f"{FILING}?title=paymnet+time+out"

    def add():
        incident = past("Payment time out", services=[ServiceFactory()])
        by = incident.declared_by
        write_up = PostmortemFactory(incident=incident, by=by)
        add_follow_up(
            write_up, by=by, what="Alert", kind=FollowUpKind.TOOLING, owner=by, due_on=None
        )
        story("Payment time out", services=[ServiceFactory()])

    add()
    few = queries_of(client, url)
    add()
    add()

    assert queries_of(client, url) == few <= 12


def test_stories_about_an_incident_stand_in_its_room_first(client_of):
    incident = past("Labels stuck")
    about, alike = story("I unplugged it", incidents=[incident]), story("Labels stuck")
    story("Not told yet", incidents=[incident], is_published=False)

    url = reverse("learning:beside_incident", args=[incident.pk])
    words = client_of(UserFactory()).get(url, headers={"HX-Request": "true"}).text

    assert words.index(about.title) < words.index(alike.title)
    assert words.count(about.title) == 1
    assert "Not told yet" not in words


def test_stories_about_it_stand_beside_a_write_up(client_of):
    nia = UserFactory()
    write_up = PostmortemFactory(by=nia, is_published=True)
    about = story("I unplugged it", incidents=[write_up.incidents.get()])
    story("Something else")
    client, url = client_of(UserFactory()), reverse("learning:told_of_write_up", args=[write_up.pk])

    assert url in client.get(write_up.get_absolute_url()).text
    for headers in ({}, {"HX-Request": "true"}):
        words = client.get(url, headers=headers).text
        assert about.title in words
        assert "Something else" not in words
    withdraw_story(about, by=about.author)
    assert "hidden" in client.get(url, headers={"HX-Request": "true"}).text
    assert "Nobody has told it" in client.get(url).text
    restrict_incident(write_up.incidents.get(), by=nia)
    assert client.get(url).status_code == 404
