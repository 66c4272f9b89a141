"""The library through the API: found, told, and read."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from learning.domain.anonymous import hand_in
from learning.domain.reading import bookmark, remark
from learning.domain.shelving import bring_shelf
from learning.domain.stories import withdraw_story
from learning.forms.stories import new_secret
from learning.models import Byline, HandedIn, Outage, Reaction, Reading, Story
from people.models import KeptAnswer, Role
from postmortems.models import FollowUp
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)
from tests.incidents.test_pictures import drawn

pytestmark = pytest.mark.django_db

STORIES = "/api/v1/stories/"
LIBRARY = "/api/v1/library/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia")


@pytest.fixture
def jo():
    return UserFactory(display_name="Jo")


@pytest.fixture
def script(script_of, nia):
    return script_of(nia)


@pytest.fixture
def reader(script_of):
    return script_of(UserFactory(role=Role.READER))


def at(story, verb=""):
    return f"{STORIES}{story.pk}/{verb}"


# Telling


def test_a_story_is_told_changed_taken_out_and_put_back(script, nia):
    service, incident = ServiceFactory(slug="search"), IncidentFactory(by=nia)
    words = {
        "title": "I dropped an index",
        "what_broke": "Search was slow.",
        "tags": ["Databases", "databases"],
        "services": ["search"],
        "incidents": [incident.reference],
    }
    made = script.post(STORIES, words)
    assert made.status_code == 201, made.content
    story = Story.objects.get()
    told = made.json()
    assert (told["is_published"], told["is_mine"], told["author"]["name"]) == (False, True, "Nia")
    assert (told["tags"], told["services"]) == (["databases"], [service.slug])
    assert told["incidents"] == [incident.reference]
    assert script.post(at(story, "publish/")).json()["is_published"]

    anew = {"title": "I dropped the index", "what_broke": "Search.", "byline": "role"}
    assert script.post(at(story, "change/"), anew).status_code == 428
    read = script.get(at(story))
    told = script.post(at(story, "change/"), anew, If_Match=read["ETag"]).json()
    assert (told["title"], told["author"], told["told_by"]) == (
        "I dropped the index",
        None,
        "Someone here",
    )
    assert script.post(at(story, "change/"), anew, If_Match=read["ETag"]).status_code == 412
    assert not script.post(at(story, "withdraw/")).json()["is_published"]


def test_what_a_rule_says_no_to_is_not_told(script):
    bare = {"title": "Only a title", "publish": True}
    answer = script.post(STORIES, bare)
    assert answer.status_code == 409
    assert list(answer.json()["errors"]) == ["what_broke"]
    assert script.post(STORIES, {"title": "x", "tags": ["x"] * 9}).status_code == 400
    assert script.post(STORIES, {"title": "x", "incidents": ["INC-404404"]}).status_code == 400
    assert script.post(STORIES, {"title": "x", "told_from": 1}).status_code == 400
    assert not Story.objects.exists()


def test_the_same_client_token_is_the_same_story_with_if_match_or_without(script):
    words = {"title": "Once", "client_token": str(uuid4())}
    first = script.post(STORIES, words)
    again = script.post(STORIES, words, If_Match='"any"')
    assert first.json()["id"] == again.json()["id"]


def test_nothing_is_told_anonymously(script):
    answer = script.post(STORIES, {"title": "x", "what_broke": "y", "byline": "anonymous"})
    assert answer.status_code == 400
    assert not HandedIn.objects.exists()
    assert not Story.objects.exists()


def test_a_draft_of_the_api_leaves_nothing_when_it_is_handed_in_on_its_page(script, nia):
    made = script.post(STORIES, {"title": "A draft of mine"}, Idempotency_Key="one")
    story = Story.objects.get()
    etag = script.get(at(story))["ETag"]
    anew = {"title": "A draft", "what_broke": "y"}
    script.post(at(story, "change/"), anew, If_Match=etag, Idempotency_Key="two")
    script.post(at(story, "publish/"), Idempotency_Key="three")
    script.post(at(story, "withdraw/"), Idempotency_Key="four")
    script.client.post(
        at(story, "pictures/"),
        {"file": SimpleUploadedFile("graph.png", drawn(), "image/png")},
        headers={"Idempotency-Key": "five"},
    )
    hand_in(secret=new_secret(), by=nia, publish=True, draft=story, **anew)
    assert made.status_code == 201
    assert not KeptAnswer.objects.exists()
    assert not Story.objects.exists()


def test_a_story_is_its_authors_and_a_draft_nobody_elses(script_of, nia, jo):
    told, draft = StoryFactory(by=nia), StoryFactory(by=nia, is_published=False)
    for role in (Role.MEMBER, Role.ADMIN):
        other = script_of(UserFactory(role=role))
        assert other.get(at(told)).status_code == 200
        for verb in ("", "around/", "changes/", "more-like/", "following/", "remarks/"):
            assert other.get(at(draft, verb)).status_code == 404, verb
        for verb in ("change/", "publish/", "withdraw/"):
            assert other.post(at(told, verb), {"title": "x"}).status_code == 403, verb
            assert other.post(at(draft, verb), {"title": "x"}).status_code == 404, verb
        assert other.get(f"{STORIES}drafts/").json()["results"] == []
    listed = script_of(nia).get(STORIES).json()["results"]
    assert [one["id"] for one in listed] == [told.pk]
    [mine] = script_of(nia).get(f"{STORIES}drafts/").json()["results"]
    assert mine["id"] == draft.pk


def test_a_story_says_no_more_of_its_teller_than_its_page(script, jo):
    jo.team = TeamFactory(name="Payments")
    jo.save()
    by_role = StoryFactory(by=jo, byline=Byline.ROLE)
    anonymous = Story.objects.create(
        byline=Byline.ANONYMOUS,
        secret_digest="0" * 64,
        title="Nobody's",
        what_broke="x",
        published_at=by_role.published_at,
    )
    for story, said in ((by_role, "Someone in Payments"), (anonymous, "Someone here")):
        one = script.get(at(story))
        assert (one.json()["told_by"], one.json()["author"]) == (said, None)
        found = script.get(LIBRARY).json()["results"]
        for text in (one.content.decode(), str(found)):
            assert "Jo" not in text
            assert "secret" not in text
            assert "published_at" not in text


def test_a_restricted_incident_is_not_named_by_its_story(script_of, jo, nia):
    incident = IncidentFactory(by=jo)
    story = StoryFactory(by=jo, incidents=[incident])
    restrict_incident(incident, by=jo)
    assert script_of(nia).get(at(story)).json()["incidents"] == []
    assert script_of(jo).get(at(story)).json()["incidents"] == [incident.reference]


def test_a_picture_is_put_into_ones_own_story(script, script_of, nia, jo):
    story = StoryFactory(by=nia)

    def send(who):
        file = SimpleUploadedFile("graph.png", drawn(), "image/png")
        return who.client.post(at(story, "pictures/"), {"file": file})

    assert send(script).json()["markdown"].startswith("![")
    assert send(script_of(jo)).status_code == 403


# Reading


def test_readers_thank_keep_and_mark(reader, nia):
    story = StoryFactory(by=nia)
    around = reader.post(at(story, "react/"), {"kind": "thank_you", "is_on": True}).json()
    assert around["reactions"][0] == {"kind": "thank_you", "count": 1, "is_mine": True}
    assert around["names"] == ""
    assert reader.post(at(story, "bookmark/"), {"is_on": True}).json()["bookmarked_at"]
    assert reader.post(at(story, "mark-read/"), {"is_on": True}).json()["read_at"]
    assert reader.get(at(story, "around/")).json()["read_at"]
    [kept] = reader.get(f"{STORIES}bookmarks/").json()["results"]
    assert kept["id"] == story.pk
    reader.post(at(story, "react/"), {"kind": "thank_you", "is_on": False})
    assert not Reaction.objects.exists()
    assert reader.post(at(story, "remarks/"), {"text": "Hm."}).status_code == 403
    assert reader.post(at(story, "missing/"), {"what": "x"}).status_code == 403
    assert reader.post(STORIES, {"title": "x"}).status_code == 403


def test_what_one_keeps_is_nobody_elses_to_see(script_of, nia, jo):
    story = StoryFactory(by=nia)
    bookmark(story, by=jo, is_on=True)
    around = script_of(nia).get(at(story, "around/")).json()
    assert (around["bookmarked_at"], Reading.objects.count()) == (None, 1)
    assert script_of(nia).get(f"{STORIES}bookmarks/").json()["results"] == []


def test_remarks_are_made_and_taken_back_by_whoever_made_them(script, script_of, nia, jo):
    story = StoryFactory(by=jo)
    made = script.post(at(story, "remarks/"), {"text": "Thank you."})
    assert (made.status_code, made.json()["author"]["name"]) == (201, "Nia")
    back = at(story, f"remarks/{made.json()['id']}/withdraw/")
    assert script_of(jo).post(back).status_code == 403
    assert script.post(back).json()["text"] == ""
    [listed] = script.get(at(story, "remarks/")).json()["results"]
    assert (listed["text"], bool(listed["withdrawn_at"])) == ("", True)


def test_nothing_is_said_of_a_draft_not_even_by_its_author(script, nia):
    draft = StoryFactory(by=nia, is_published=False)
    for verb, words in (
        ("remarks/", {"text": "x"}),
        ("react/", {"kind": "learned", "is_on": True}),
        ("bookmark/", {"is_on": True}),
        ("missing/", {"what": "x"}),
    ):
        assert script.post(at(draft, verb), words).status_code == 404, verb


def test_what_is_missing_from_the_docs_is_said_once(script, nia):
    story = StoryFactory(by=nia)
    made = script.post(at(story, "missing/"), {"what": "How to undo it"})
    script.post(at(story, "missing/"), {"what": "How to undo it"})
    assert (made.status_code, made.json()["what"]) == (201, "How to undo it")
    assert FollowUp.objects.count() == 1


def test_what_resembles_a_story_and_what_comes_next(script, nia, jo):
    one = StoryFactory(by=jo, title="The index was dropped", tags=["search"])
    two = StoryFactory(by=jo, title="The index was dropped again", tags=["search"])
    alike = script.get(at(one, "more-like/")).json()["results"]
    assert [row["story"]["id"] for row in alike] == [two.pk]
    assert len(script.get(at(one, "following/")).json()["results"]) == 1
    assert script.get(at(one, "changes/")).json()["results"] == []


# Finding


def test_the_library_is_searched_narrowed_and_walked(script, jo):
    few = [StoryFactory(by=jo, title=f"The index {n}", tags=["search"]) for n in range(26)]
    StoryFactory(by=jo, title="A certificate", tags=["tls"])
    first = script.get(f"{LIBRARY}?q=index").json()
    second = script.get(first["next"]).json()
    assert {one["id"] for one in first["results"] + second["results"]} == {one.pk for one in few}
    assert second["next"] is None
    [found] = script.get(f"{LIBRARY}?tag=tls").json()["results"]
    assert (found["kind"], found["title"], found["told_by"]) == ("story", "A certificate", "Jo")
    assert len(script.get(LIBRARY).json()["results"]) == 24
    for wrong in ("kind=song", "cursor=x", "service=none", "cursor=-1~2"):
        assert script.get(f"{LIBRARY}?{wrong}").status_code == 400, wrong


def test_the_page_and_the_api_find_the_same(script_of, client_of, nia, jo):
    incident = IncidentFactory(by=jo, title="The index went away", mode="record")
    PostmortemFactory(incident=incident, by=jo, is_published=True)
    StoryFactory(by=jo, title="The index and me")
    restrict_incident(incident, by=jo)
    for who, kinds in ((nia, {"story"}), (jo, {"story", "write_up"})):
        found = script_of(who).get(f"{LIBRARY}?q=index").json()["results"]
        page = client_of(who).get(f"{reverse('learning:library')}?q=index")
        assert {one["kind"] for one in found} == kinds
        shown = [one.address for one in page.context["found"].results]
        assert [one["page"] for one in found] == shown


def test_the_week_the_shelf_and_what_stands_beside(script_of, script, nia, jo):
    bring_shelf()
    incident = IncidentFactory(by=jo, title="Search index dropped", mode="record")
    write_up = PostmortemFactory(incident=incident, by=jo, is_published=True)
    story = StoryFactory(by=jo, title="Search index dropped", incidents=[incident])
    week = script.get(f"{LIBRARY}week/").json()
    assert week["story"]["id"] == story.pk
    assert [one["id"] for one in week["write_ups"]] == [write_up.pk]
    tag = Outage.objects.newest_first().first().tags[0]
    shelf = script.get("/api/v1/outages/").json()["results"]
    narrowed = script.get(f"/api/v1/outages/?tag={tag}").json()["results"]
    assert len(shelf) == Outage.objects.count() > len(narrowed) > 0
    beside = script.get(f"{LIBRARY}beside/?title=Search+index").json()
    assert [one["id"] for one in beside["stories"]] == [story.pk]
    of_it = f"{LIBRARY}beside-incident/{incident.reference}/"
    assert [one["id"] for one in script.get(of_it).json()["told"]] == [story.pk]
    about = f"{LIBRARY}about-write-up/{write_up.pk}/"
    assert [one["id"] for one in script.get(about).json()["results"]] == [story.pk]
    restrict_incident(incident, by=jo)
    assert [script.get(path).status_code for path in (of_it, about)] == [404, 404]
    assert script.get(f"{LIBRARY}week/").json()["write_ups"] == []


@pytest.mark.parametrize("path", [STORIES, f"{STORIES}drafts/", f"{STORIES}bookmarks/", LIBRARY])
def test_three_stories_take_as_many_queries_as_one(queries_of, client_of, nia, jo, path):
    def grow():
        service, incident = ServiceFactory(), IncidentFactory(by=jo)
        for more in ({"by": jo}, {"by": nia, "is_published": False}):
            story = StoryFactory(services=[service], incidents=[incident], tags=["a"], **more)
            bookmark(story, by=nia, is_on=True)

    grow()
    client = client_of(nia)
    few = queries_of(client, path)
    grow()
    grow()

    assert queries_of(client, path) == few <= 12


def test_three_remarks_take_as_many_queries_as_one(queries_of, client_of, nia):
    story = StoryFactory(by=nia)
    remark(story, by=UserFactory(), text="one")
    client = client_of(nia)
    few = queries_of(client, at(story, "remarks/"))
    remark(story, by=UserFactory(), text="two")
    remark(story, by=UserFactory(), text="three")

    assert queries_of(client, at(story, "remarks/")) == few <= 12


def test_a_kept_answer_is_not_given_again_for_a_story_that_is_gone(script, jo):
    story = StoryFactory(by=jo)
    words = {"text": "Thank you."}
    first = script.post(at(story, "remarks/"), words, Idempotency_Key="k")
    again = script.post(at(story, "remarks/"), words, Idempotency_Key="k")
    assert again.json() == first.json()
    withdraw_story(story, by=jo)
    assert script.post(at(story, "remarks/"), words, Idempotency_Key="k").status_code == 404
