"""Reading paths: who makes them, what stands on them, and how far each reader is."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from learning.domain.anonymous import hand_in, publish_handed_in, withdraw_anonymous
from learning.domain.paths import (
    MOST_ITEMS,
    add_to_path,
    arrange_path,
    bring_path,
    delete_path,
    make_path,
    move_on_path,
    note_on_path,
    reword_path,
    take_off_path,
)
from learning.domain.reading import mark_read
from learning.domain.stories import withdraw_story
from learning.domain.walking import mark_walked
from learning.domain.welcoming import welcome_new_joiners
from learning.forms.stories import new_secret
from learning.models import Outage, PathItem, PathMark, Reading, ReadingPath, Remark, Story
from learning.queries.arranging import read_thing, to_add
from learning.queries.paths import WELL_KNOWN, first_walk, is_new, list_paths, walk
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FIRST = reverse("learning:first_path")


@pytest.fixture
def team():
    return TeamFactory(name="Payments")


@pytest.fixture
def ines(team):
    return TechLeadFactory(leads=team, team=team)


@pytest.fixture
def path(team, ines):
    return make_path(by=ines, title="How payments break", team=team)


@pytest.fixture
def everyones():
    return ReadingPath.objects.get(is_brought=True)


def titles(path, reader):
    return [entry.thing.title for entry in walk(path, reader=reader).entries]


def url(name, path, *more):
    return reverse(f"learning:{name}", args=[path.pk, *more])


def words(response):
    return " ".join(response.content.decode().split())


def put_on(path, by, *things):
    return [add_to_path(path, by=by, thing=thing) for thing in things]


# The path that comes with Goldseam.


def test_the_path_for_everyone_is_never_empty(client_of):
    page = client_of(UserFactory()).get(FIRST)

    assert page.context["walk"].total == 10
    assert "Your first ten stories" in words(page)
    assert Outage.objects.filter(key__in=WELL_KNOWN).count() == 10


def test_it_fills_itself_with_seniors_first_and_moves_nothing_that_is_there(everyones):
    reader, senior = UserFactory(), UserFactory(is_senior=True)
    StoryFactory(title="A newcomer’s")
    old = StoryFactory(by=senior, title="A senior’s")
    assert titles(everyones, reader)[:2] == ["A senior’s", "A newcomer’s"]

    StoryFactory(by=senior, title="A later one")

    assert titles(everyones, reader)[:3] == ["A senior’s", "A later one", "A newcomer’s"]
    assert len(titles(everyones, reader)) == 10
    withdraw_story(old, by=senior)
    assert titles(everyones, reader)[0] == "A later one"


def test_what_somebody_has_read_of_it_stays_on_it(everyones):
    reader, senior = UserFactory(), UserFactory(is_senior=True)
    last = walk(everyones, reader=reader).entries[-1].thing
    mark_walked(last, by=reader, is_on=True)

    for _ in range(12):
        StoryFactory(by=senior)

    there = walk(everyones, reader=reader)
    assert (there.read, there.total) == (1, 10)
    assert there.entries[-1].thing == last
    assert last not in [one.thing for one in walk(everyones, reader=UserFactory()).entries]


def test_an_admin_arranges_it_and_emptied_it_fills_itself_again(everyones):
    dana, reader = UserFactory(role=Role.ADMIN), UserFactory()
    before = titles(everyones, reader)

    arrange_path(everyones, by=dana)
    StoryFactory(by=UserFactory(is_senior=True), title="New")
    assert titles(everyones, reader) == before

    for item in everyones.items.all():
        take_off_path(item, by=dana)
    assert titles(everyones, reader)[0] == "New"


def test_it_speaks_the_readers_language_until_it_is_named(everyones):
    dana = UserFactory(role=Role.ADMIN)
    assert str(everyones) == "Your first ten stories"

    everyones = reword_path(everyones, by=dana, title="Begin here")
    assert str(everyones) == "Begin here"
    with pytest.raises(DomainError, match="came with Goldseam"):
        delete_path(everyones, by=dana)


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_it_at_once_bring_one(race):
    ReadingPath.objects.all().delete()

    assert race(2, bring_path) == ["ok", "ok"]
    assert ReadingPath.objects.count() == 1


# The paths of teams.


def test_a_lead_makes_one_for_their_team(team, ines, client_of):
    client = client_of(ines)
    assert client.get(reverse("learning:new_path")).status_code == 200

    made = client.post(
        reverse("learning:make_path"), {"title": "Ours", "team": team.pk, "is_first": "on"}
    )

    path = ReadingPath.objects.get(team=team)
    assert made["Location"] == url("arrange", path)
    assert (path.title, path.is_first) == ("Ours", True)


def test_a_lead_makes_none_for_others(ines, client_of):
    others = TeamFactory()
    for team in (others.pk, ""):
        response = client_of(ines).post(
            reverse("learning:make_path"), {"title": "Theirs", "team": team}
        )
        assert response.status_code == 422
    assert ReadingPath.objects.count() == 1


VERBS = ["save_path", "delete_path", "add_to_path", "take_over_path"]
ITEM_VERBS = ["move_on_path", "note_on_path", "take_off_path"]


@pytest.mark.parametrize(
    ("who", "may"),
    [("its lead", True), ("an admin", True), ("another lead", False), ("a member", False)],
)
def test_who_may_keep_a_path(who, may, path, ines, client_of):
    [item] = put_on(path, ines, StoryFactory())
    client = client_of(
        {
            "its lead": ines,
            "an admin": UserFactory(role=Role.ADMIN),
            "another lead": TechLeadFactory(),
            "a member": UserFactory(team=path.team),
        }[who]
    )

    got = [client.get(url(name, path)).status_code for name in ("arrange", "reword_path")]
    posted = [client.post(url(name, path, item.pk)).status_code for name in ITEM_VERBS[:2]]
    posted += [client.post(url(name, path)).status_code for name in VERBS[:1]]

    assert got == [200 if may else 403] * 2
    assert [status == 403 for status in posted] == [not may] * 3
    assert ("Arrange" in words(client.get(path.get_absolute_url()))) == may


def test_nobody_but_an_admin_keeps_the_path_for_everyone(everyones, ines, client_of):
    for name in VERBS:
        assert client_of(ines).post(url(name, everyones)).status_code == 403


def test_one_path_of_a_team_is_the_first(team, ines, path, client_of):
    first = make_path(by=ines, title="First", team=team, is_first=True)
    put_on(first, ines, StoryFactory(title="Ours"))
    tom = UserFactory(team=team)
    assert first_walk(tom).path == first

    reword_path(path, by=ines, title=path.title, is_first=True)

    assert [one.is_first for one in ReadingPath.objects.filter(team=team).order_by("pk")] == [
        True,
        False,
    ]
    assert first_walk(tom).path.is_brought  # the first has nothing on it yet
    assert first_walk(UserFactory()).path.is_brought


def test_a_general_path_is_not_where_everyone_begins(client_of):
    dana = UserFactory(role=Role.ADMIN)
    response = client_of(dana).post(
        reverse("learning:make_path"), {"title": "More", "is_first": "on"}
    )

    assert response.status_code == 422
    assert "came with Goldseam" in words(response)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadingPath.objects.create(title="More", is_first=True)


# What stands on one.


def test_anything_from_the_library_is_put_on_once(path, ines):
    things = [StoryFactory(), PostmortemFactory(is_published=True), Outage.objects.first()]

    put_on(path, ines, *things, *things)

    assert [entry.thing for entry in walk(path, reader=ines).entries] == things


def test_there_is_an_end_to_it(path, ines):
    outages = list(Outage.objects.all()[:MOST_ITEMS])
    put_on(path, ines, *outages)

    with pytest.raises(DomainError, match="Forty"):
        put_on(path, ines, StoryFactory())


@pytest.mark.parametrize(
    ("which", "to", "after"),
    [(0, 1, "BAC"), (0, 2, "BCA"), (2, 0, "CAB"), (2, 1, "ACB"), (0, 0, "ABC"), (2, 9, "ABC")],
)
def test_something_is_moved(which, to, after, path, ines):
    items = put_on(path, ines, *[StoryFactory(title=letter) for letter in "ABC"])

    move_on_path(items[which], by=ines, to=to)

    assert "".join(titles(path, ines)) == after
    assert list(path.items.values_list("position", flat=True)) == [1, 2, 3]


def test_what_a_lead_does_not_see_keeps_its_place(path, ines):
    nia = UserFactory()
    hidden = PostmortemFactory(by=nia, is_published=True)
    hidden.title = "H"
    hidden.save()
    first, second = StoryFactory(title="A"), StoryFactory(title="B")
    put_on(path, ines, first, hidden, second)
    restrict_incident(hidden.incidents.get(), by=nia)
    item = path.items.get(story=second)

    move_on_path(item, by=ines, to=0)

    assert titles(path, ines) == ["B", "A"]
    assert titles(path, nia) == ["B", "A", "H"]


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_leave_an_order(race):
    team = TeamFactory()
    lead = TechLeadFactory(leads=team)
    path = make_path(by=lead, title="Ours", team=team)
    items = put_on(path, lead, *[StoryFactory(title=letter) for letter in "ABCD"])

    outcomes = race(2, lambda: move_on_path(items[0], by=lead, to=3))

    assert outcomes == ["ok", "ok"]
    assert titles(path, lead) == ["B", "C", "D", "A"]
    assert list(path.items.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_something_taken_off_meanwhile_cannot_be_moved(path, ines):
    [item] = put_on(path, ines, StoryFactory())
    take_off_path(item, by=ines)

    with pytest.raises(DomainError, match="taken this off"):
        move_on_path(PathItem(pk=99, path=path), by=ines, to=0)


def test_the_buttons_work_with_and_without_scripts(path, ines, client_of):
    first, second = put_on(path, ines, StoryFactory(title="A"), StoryFactory(title="B"))
    client = client_of(ines)

    plain = client.post(url("move_on_path", path, second.pk), {"to": "0"})
    assert plain["Location"] == f"{url('arrange', path)}#item-{second.pk}"
    assert titles(path, ines) == ["B", "A"]

    swapped = client.post(
        url("note_on_path", path, first.pk), {"note": "Look here."}, headers={"HX-Request": "true"}
    )
    assert "<html" not in words(swapped)
    assert 'value="Look here."' in words(swapped)

    refused = client.post(url("move_on_path", path, second.pk), {"to": "up"})
    assert refused.status_code == 422
    client.post(url("take_off_path", path, second.pk))
    assert titles(path, ines) == ["A"]
    assert client.post(url("take_off_path", path, second.pk)).status_code == 404


def test_what_could_be_put_on_is_looked_for(path, ines, client_of):
    on_it = StoryFactory(title="The regex that ate the site", by=UserFactory(is_senior=True))
    other = StoryFactory(title="Another regex")
    put_on(path, ines, on_it)
    there = walk(path, reader=ines)

    assert [one.thing for one in to_add("", reader=ines, walk=there)] == [other]
    found = to_add("regex", reader=ines, walk=there)
    assert found[0].thing == other
    assert {one.kind for one in to_add("Cloudflare", reader=ines, walk=there)} == {"outage"}
    page = client_of(ines).get(url("arrange", path), {"q": "regex"})
    assert f'value="story-{other.pk}"' in words(page)
    assert f'value="story-{on_it.pk}"' not in words(page)


@pytest.mark.parametrize(
    "key", ["", "story-", "story-x", "user-1", "story-999999", "story-" + "9" * 30]
)
def test_what_is_no_key_finds_nothing(key, path, ines, client_of):
    assert read_thing(key, reader=ines) is None
    assert client_of(ines).post(url("add_to_path", path), {"thing": key}).status_code == 422


def test_drafts_and_what_is_restricted_can_be_put_nowhere(path, ines, client_of):
    nia = UserFactory()
    hidden = PostmortemFactory(by=nia, is_published=True)
    restrict_incident(hidden.incidents.get(), by=nia)
    draft = StoryFactory(by=ines, is_published=False)

    for key in (f"write-up-{hidden.pk}", f"story-{draft.pk}"):
        assert client_of(ines).post(url("add_to_path", path), {"thing": key}).status_code == 422


# Reading along one.


def test_what_somebody_may_not_see_is_left_out_with_what_is_said_before_it(path, ines, client_of):
    nia = UserFactory()
    hidden = PostmortemFactory(
        by=nia, incident=IncidentFactory(by=nia, is_over=True, title="Xylo"), is_published=True
    )
    [item] = put_on(path, ines, hidden)
    note_on_path(item, by=ines, note="About the Xylo day.")
    put_on(path, ines, StoryFactory(title="Seen"))
    restrict_incident(hidden.incidents.get(), by=nia)

    page = client_of(UserFactory()).get(path.get_absolute_url())

    assert "Xylo" not in words(page)
    assert "read 0 of 1." in words(page)
    assert "About the Xylo day." in words(client_of(nia).get(path.get_absolute_url()))


def test_an_anonymous_story_that_is_withdrawn_is_gone(path, ines):
    secret = new_secret()
    hand_in(secret=secret, by=UserFactory(), publish=True, title="Quietly", what_broke="It.")
    publish_handed_in()
    put_on(path, ines, Story.objects.get())

    withdraw_anonymous(secret)

    assert not PathItem.objects.exists()


def test_each_thing_is_marked_and_unmarked(path, ines, client_of):
    reader = UserFactory()
    things = [StoryFactory(), PostmortemFactory(is_published=True), Outage.objects.first()]
    put_on(path, ines, *things)
    client, keys = client_of(reader), [e.key for e in walk(path, reader=reader).entries]

    for key in keys * 2:
        response = client.post(url("mark_walked", path), {"thing": key, "is_on": "on"})
        anchor = "walked" if walk(path, reader=reader).is_finished else key
        assert response["Location"] == f"{path.get_absolute_url()}#{anchor}"
    assert walk(path, reader=reader).is_finished
    assert Reading.objects.get().read_at
    assert PathMark.objects.count() == 2

    client.post(url("mark_walked", path), {"thing": keys[2]})
    assert walk(path, reader=reader).read == 2


def test_marking_goes_on_to_the_next_that_is_not_read(path, ines, client_of):
    reader = UserFactory()
    stories = [StoryFactory(title=letter) for letter in "ABC"]
    put_on(path, ines, *stories)
    mark_read(stories[1], by=reader, is_on=True)
    client = client_of(reader)

    def on_from(story):
        sent = {"thing": f"story-{story.pk}", "is_on": "on", "onward": "yes"}
        return client.post(url("mark_walked", path), sent)["Location"]

    assert on_from(stories[0]) == f"{stories[2].get_absolute_url()}?path={path.pk}"
    assert on_from(stories[2]) == path.get_absolute_url()
    assert "Thank you for reading them all" in words(client.get(path.get_absolute_url()))


def test_a_story_on_a_path_shows_what_comes_next(path, ines, client_of):
    first, second = StoryFactory(title="A"), StoryFactory(title="B")
    put_on(path, ines, first, second)
    client = client_of(UserFactory())
    along = f"{reverse('learning:following', args=[first.pk])}?path={path.pk}"

    assert along in words(client.get(first.get_absolute_url(), {"path": path.pk}))
    assert "Next: <b>B</b>" in words(client.get(along))
    client.post(url("mark_walked", path), {"thing": f"story-{first.pk}", "is_on": "on"})
    assert f"{second.get_absolute_url()}?path={path.pk}" in words(client.get(along))
    for odd in ("x", "9" * 40, "999999"):
        assert client.get(along.partition("?")[0], {"path": odd}).status_code == 200


def test_nothing_that_is_done_on_a_story_leads_off_the_path(path, ines, client_of):
    story = StoryFactory(title="A")
    put_on(path, ines, story, StoryFactory(title="B"))
    client, kept = client_of(UserFactory()), f"?path={path.pk}"
    on_path = story.get_absolute_url() + kept

    def sent(name, fields, *more):
        address = reverse(f"learning:{name}", args=[story.pk, *more]) + kept
        assert address in words(client.get(on_path))
        return client.post(address, fields)["Location"]

    assert sent("react", {"on": "me_too"}) == f"{on_path}#helped"
    assert sent("bookmark", {"is_on": "on"}) == f"{on_path}#keeping"
    assert sent("mark_read", {"is_on": "on"}) == f"{on_path}#keeping"
    said = sent("remark", {"text": "Thank you."})
    remark = Remark.objects.get()
    assert said == f"{on_path}#remark-{remark.pk}"
    assert sent("withdraw_remark", {}, remark.pk) == f"{on_path}#remark-{remark.pk}"
    empty = client.post(reverse("learning:remark", args=[story.pk]) + kept, {"text": ""})
    assert reverse("learning:following", args=[story.pk]) + kept in words(empty)

    gap = reverse("learning:gap", args=[story.pk]) + kept
    assert gap in words(client.get(on_path))
    assert words(client.get(gap)).count(f'href="{on_path}"') == 2
    again = client.post(reverse("learning:say_gap", args=[story.pk]) + kept, {"what": ""})
    assert f'href="{on_path}"' in words(again)


def test_finishing_says_thank_you_and_asks_for_nothing(path, ines, client_of):
    reader, story = UserFactory(), StoryFactory()
    put_on(path, ines, story)
    mark_read(story, by=reader, is_on=True)
    page = words(client_of(reader).get(path.get_absolute_url()))
    assert "Thank you for reading them all" in page
    assert reverse("learning:tell") not in page  # nobody experienced has told theirs yet

    StoryFactory(by=UserFactory(is_senior=True))

    assert reverse("learning:tell") in words(client_of(reader).get(path.get_absolute_url()))


def test_how_far_somebody_is_nobody_else_sees(path, ines, client_of):
    reader = UserFactory(display_name="Tom Heron")
    put_on(path, ines, StoryFactory(), Outage.objects.first())
    for entry in walk(path, reader=reader).entries:
        mark_walked(entry.thing, by=reader, is_on=True)

    lead = client_of(ines)
    for page in (path.get_absolute_url(), url("arrange", path), reverse("learning:paths")):
        seen = words(lead.get(page))
        assert "Heron" not in seen
        assert "read 2 of 2" not in seen
    assert {PathMark, Reading}.isdisjoint(admin.site._registry)
    assert str(reader) not in f"{PathMark.objects.get()!r}"


def test_the_list_has_ones_own_team_first(path, ines, team, client_of):
    far = make_path(by=ines, title="Aardvarks", team=TeamFactory(name="Aaa"))
    put_on(path, ines, StoryFactory())

    listed = list_paths(UserFactory(team=team))

    assert [(one.path.title, one.total) for one in listed] == [
        ("How payments break", 1),
        ("", 10),
        ("Aardvarks", 0),
    ]
    assert far.title in words(client_of(UserFactory()).get(reverse("learning:paths")))


# Somebody new.


def test_somebody_new_is_shown_where_to_begin(client_of):
    today = timezone.localdate()
    tom = UserFactory(joined_on=today)
    old = UserFactory(joined_on=today - timedelta(days=365))
    assert (is_new(tom), is_new(old)) == (True, False)

    for page in ("/", reverse("learning:library")):
        assert reverse("learning:first_card") in words(client_of(tom).get(page))
        assert FIRST in words(client_of(tom).get(page))
        assert reverse("learning:first_card") not in words(client_of(old).get(page))


def test_on_today_it_comes_before_what_else_there_is_to_read(client_of):
    StoryFactory()
    page = words(client_of(UserFactory()).get("/"))
    assert page.index(reverse("learning:first_card")) < page.index(reverse("today_beside"))


def test_the_card_says_how_far_and_leaves_when_all_is_read(client_of):
    tom = UserFactory()
    client = client_of(tom)
    card = reverse("learning:first_card")
    assert "Begin" in words(client.get(card))

    for entry in first_walk(tom).entries[:3]:
        mark_walked(entry.thing, by=tom, is_on=True)
    assert "You have read 3 of 10." in words(client.get(card))
    assert "Carry on reading" in words(client.get(card))

    for entry in first_walk(tom).entries:
        mark_walked(entry.thing, by=tom, is_on=True)
    assert words(client.get(card)) == ""


def test_whoever_joins_is_welcomed_once_and_again_a_week_later():
    today = timezone.localdate()
    tom = UserFactory(joined_on=today)
    UserFactory(joined_on=today - timedelta(days=30))
    UserFactory(joined_on=today + timedelta(days=3))
    UserFactory(joined_on=today, is_active=False)

    assert [welcome_new_joiners(), welcome_new_joiners()] == [1, 0]

    waiting = Nudge.objects.get(kind="welcome")
    assert waiting.recipient == tom
    again = waiting.declared.next_time(tom, times_said=1, at=timezone.now())
    assert timedelta(days=4) < again - timezone.now() < timedelta(days=8)


def test_the_welcome_ends_when_all_is_read():
    tom = UserFactory()
    welcome_new_joiners()
    entries = first_walk(tom).entries
    for entry in entries[:-1]:
        mark_walked(entry.thing, by=tom, is_on=True)
    assert Nudge.objects.open().filter(kind="welcome", recipient=tom).exists()

    mark_walked(entries[-1].thing, by=tom, is_on=True)

    assert not Nudge.objects.open().filter(kind="welcome", recipient=tom).exists()
