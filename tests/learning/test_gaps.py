"""What is missing from the docs: said after a story, a write-up or at a service."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from learning.domain.anonymous import hand_in, publish_handed_in, withdraw_anonymous
from learning.domain.gaps import miss_in_story
from learning.domain.stories import withdraw_story
from learning.forms.stories import new_secret
from learning.models import Gap, Story
from nudges.models import Nudge
from nudges.wording import prepare, wording
from people.errors import DomainError
from people.models import Role
from postmortems.domain.following_up import edit_follow_up, last_step
from postmortems.domain.gaps import miss_at_service, miss_in_write_up
from postmortems.domain.handing_over import hand_over_follow_up, take_follow_up
from postmortems.models import FollowUp, FollowUpKind, Origin, Postmortem
from postmortems.queries import follow_ups as queries
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHAT = "How the ledger is written twice"
OPEN = {"state": "open"}


@pytest.fixture
def ledger():
    return ServiceFactory(name="ledger", slug="ledger", team=TeamFactory())


@pytest.fixture
def story(ledger):
    return StoryFactory(title="The day I doubled it", services=[ledger])


def words(response):
    return " ".join(response.content.decode().split())


def pages_of(thing):
    if isinstance(thing, Story):
        return reverse("learning:gap", args=[thing.pk]), reverse(
            "learning:say_gap", args=[thing.pk]
        )
    if isinstance(thing, Postmortem):
        return tuple(reverse(f"postmortems:{name}", args=[thing.pk]) for name in ("gap", "say_gap"))
    names = "gap_at_service", "say_gap_at_service"
    return tuple(reverse(f"follow_ups:{name}", args=[thing.slug]) for name in names)


@pytest.fixture(params=["story", "write-up", "service"])
def thing(request, story, ledger):
    write_up = PostmortemFactory(incident=IncidentFactory(is_over=True, services=[ledger]))
    return {"story": story, "write-up": write_up, "service": ledger}[request.param]


def test_a_line_makes_a_follow_up_that_is_nobodys(thing, client_of):
    nia = UserFactory()
    client, (page, send_to) = client_of(nia), pages_of(thing)
    assert page in words(client.get(thing.get_absolute_url()))
    assert "This is missing from our docs" in words(client.get(page))

    for _ in range(2):
        response = client.post(send_to, {"what": WHAT}, follow=True)

    gap = FollowUp.objects.get()
    assert response.redirect_chain[-1][0] == gap.get_absolute_url()
    assert (gap.what, gap.kind, gap.owner) == (WHAT, FollowUpKind.DOCUMENTATION, None)
    assert gap.steps.get().by == nia
    assert "I’ll take it" in words(response)
    assert not Nudge.objects.filter(kind__startswith="follow_up").exists()


def test_nothing_typed_is_asked_for_again(thing, client_of):
    response = client_of(UserFactory()).post(pages_of(thing)[1], {"what": " "})

    assert response.status_code == 422
    assert "A line about what you looked for is enough." in words(response)
    assert not FollowUp.objects.exists()


def test_readers_and_strangers_say_nothing(thing, client, client_of):
    page, send_to = pages_of(thing)
    reader = client_of(UserFactory(role=Role.READER))

    assert [reader.get(page).status_code, reader.post(send_to).status_code] == [403, 403]
    assert page not in words(reader.get(thing.get_absolute_url()))
    assert client.get(page)["Location"].startswith(reverse("account_login"))
    assert client.post(send_to)["Location"].startswith(reverse("account_login"))
    assert client_of(UserFactory()).get(send_to).status_code == 405


def test_somebody_takes_it_and_hands_it_on(thing):
    nia, jo = UserFactory(), UserFactory()
    verb = {Story: miss_in_story, Postmortem: miss_in_write_up}.get(type(thing), miss_at_service)
    gap = verb(thing, by=nia, what=WHAT)

    gap = take_follow_up(gap, by=nia)
    gap = edit_follow_up(
        gap, by=nia, seen=last_step(gap), what=WHAT, kind="documentation", owner=nia,
        due_on=None, link="https://example.org/1",
    )  # fmt: skip
    gap = hand_over_follow_up(gap, by=nia, to=jo)

    assert gap.owner == jo
    told = Nudge.objects.get(kind="follow_up", recipient=jo)
    prepare([told])
    assert WHAT in wording(told).body


def test_it_stands_in_the_list_with_where_it_comes_from(story, ledger):
    nia = UserFactory()
    miss_in_story(story, by=nia, what="After it")
    miss_at_service(ledger, by=nia, what="At it")

    rows = {one.what: one for one in queries.read_page(nia, OPEN, sort="newest").others}

    assert rows["After it"].story_title == story.title
    assert rows["At it"].story_title is None
    assert {tuple(one.service_names) for one in rows.values()} == {("ledger",)}


def test_a_service_and_its_team_find_what_their_docs_are_missing(story, ledger):
    nia, other = UserFactory(), ServiceFactory()
    said = {miss_in_story(story, by=nia, what=WHAT), miss_at_service(ledger, by=nia, what=WHAT)}
    miss_at_service(other, by=nia, what=WHAT)
    write_up = PostmortemFactory(incident=IncidentFactory(is_over=True, services=[ledger]))
    said.add(miss_in_write_up(write_up, by=nia, what=WHAT))

    assert set(queries.of_service(ledger, reader=nia)) == said
    assert set(queries.narrowed(nia, {**OPEN, "service": "ledger"})) == said
    assert set(queries.narrowed(nia, {**OPEN, "team": str(ledger.team_id)})) == said


def test_pages_and_csv_say_where_it_comes_from(story, ledger, client_of):
    client = client_of(UserFactory())
    after = miss_in_story(story, by=UserFactory(), what=WHAT)
    at = miss_at_service(ledger, by=UserFactory(), what="The other")

    assert story.get_absolute_url() in words(client.get(after.get_absolute_url()))
    assert ledger.get_absolute_url() in words(client.get(at.get_absolute_url()))
    assert "Missing after: The day I doubled it" in words(client.get(reverse("follow_ups:list")))
    sent = client.get(reverse("follow_ups:export_csv")).getvalue().decode("utf-8-sig")
    rows = {row["what"]: row for row in csv.DictReader(io.StringIO(sent))}
    of_story, of_service = rows[WHAT], rows["The other"]
    assert (of_story["came_from"], of_story["story"]) == ("story", story.title)
    assert (of_service["came_from"], of_service["story"]) == ("service", "")
    assert {one["write_up"] for one in rows.values()} == {""}
    assert {one["services"] for one in rows.values()} == {"ledger"}


def test_a_story_that_is_withdrawn_is_named_no_more(story, client_of):
    gap = miss_in_story(story, by=UserFactory(), what=WHAT)

    withdraw_story(story, by=story.author)

    client = client_of(UserFactory())
    for page in (gap.get_absolute_url(), reverse("follow_ups:list")):
        assert story.title not in words(client.get(page))
    assert "not in the library any more" in words(client.get(gap.get_absolute_url()))
    with pytest.raises(DomainError):
        miss_in_story(story, by=UserFactory(), what="More")


def test_after_an_anonymous_story_it_is_said_by_its_reader(ledger):
    author, reader, secret = UserFactory(), UserFactory(), new_secret()
    hand_in(
        secret=secret, by=author, publish=True, title="Quietly", what_broke="It.", services=[ledger]
    )
    publish_handed_in()
    gap = miss_in_story(Story.objects.get(), by=reader, what=WHAT)
    assert [step.by for step in gap.steps.all()] == [reader]

    withdraw_anonymous(secret)

    assert not Gap.objects.exists()
    left = FollowUp.objects.get()
    assert (left.what, left.came_from, left.owner) == (WHAT, Origin.STORY, None)
    assert "Quietly" not in str(FollowUp.objects.values())


def test_what_a_restricted_write_up_shows_stays_among_those_who_see_it():
    nia, jo = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia, is_over=True)
    miss_in_write_up(PostmortemFactory(by=nia, incident=incident), by=nia, what=WHAT)
    miss_at_service(ServiceFactory(), by=nia, what="For all")

    restrict_incident(incident, by=nia)

    assert {one.what for one in FollowUp.objects.visible_to(jo)} == {"For all"}
    assert FollowUp.objects.visible_to(nia).count() == 2
    assert not FollowUp.objects.visible_to(UserFactory(is_active=False)).exists()


@pytest.mark.parametrize("came_from", [*Origin, "elsewhere"])
def test_each_comes_from_exactly_one_place(came_from):
    other = None if came_from == Origin.WRITE_UP else PostmortemFactory()

    with (
        pytest.raises(IntegrityError, match="follow_up_comes_from_one_place"),
        transaction.atomic(),
    ):
        FollowUp.objects.create(what=WHAT, kind="code", came_from=came_from, postmortem=other)


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_at_once_have_said_it_once(race):
    story, nia = StoryFactory(), UserFactory()

    outcomes = race(2, lambda: miss_in_story(story, by=nia, what=WHAT))

    assert outcomes == ["ok", "ok"]
    assert FollowUp.objects.count() == 1
