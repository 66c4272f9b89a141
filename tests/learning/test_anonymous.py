"""Anonymous means anonymous: nothing that is kept anywhere leads back to who told a story."""

import logging
import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from celery.signals import task_prerun
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.celery import app
from hints.domain.hinting import dismiss
from hints.models import Dismissal
from incidents.domain.room import join_incident
from learning.domain.anonymous import (
    hand_in,
    publish_handed_in,
    withdraw_anonymous,
    words_behind,
)
from learning.domain.blurring import blurred_team
from learning.domain.pictures import add_story_picture
from learning.domain.stories import save_story
from learning.forms.stories import new_secret
from learning.models import Byline, HandedIn, Story
from learning.tasks import publish_anonymous
from live import publishing
from people.errors import DomainError
from people.models import Role, User
from tests.every_row import every_row
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)
from tests.learning.test_pictures_and_prefilling import a_picture

pytestmark = pytest.mark.django_db

# Nothing else in any row looks like these.
NUMBER = 913_572_468
NAME, EMAIL = "Xantippe Quillfeather", "xantippe@quill.example"
TRACES = (str(NUMBER), "Xantippe", "Quillfeather", EMAIL, "203.0.113.77", "Seamonkey")
WORDS = {
    "title": "I dropped the wrong index",
    "what_broke": "Search, for an hour.",
    "byline": "anonymous",
    "publish": "yes",
}


@pytest.fixture
def teller():
    return UserFactory(pk=NUMBER, display_name=NAME, email=EMAIL, team=TeamFactory())


def told(by=None, *, secret=None, publish=True, **more):
    secret = secret or new_secret()
    words = {"title": "I dropped the index", "what_broke": "Search."} | more
    hand_in(secret=secret, by=by or UserFactory(), publish=publish, **words)
    return secret


def in_library(by=None, **more):
    secret = told(by, **more)
    publish_handed_in()
    return secret, Story.objects.filter(byline=Byline.ANONYMOUS).latest("pk")


def sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        return dict(cursor.fetchall())


def queued():
    with app.connection_for_write() as broker:
        channel = broker.default_channel
        return {name: list(queue.queue) for name, queue in channel.queues.items()}


def secret_in(page):
    return re.search(r"/library/anonymous/#([\w-]{43})", page.content.decode())[1]


# What is kept.


@pytest.fixture
def streamed(monkeypatch):
    """What is told to open screens."""
    sent = []
    monkeypatch.setattr(publishing, "_send", lambda channel, event: sent.append((channel, event)))
    return sent


@pytest.fixture
def run():
    """What workers are given to do."""
    tasks = []

    def note(task, args, kwargs, **_more):
        tasks.append((task.name, args, kwargs))

    task_prerun.connect(note)
    yield tasks
    task_prerun.disconnect(note)


def test_no_table_cache_queue_mail_stream_or_log_leads_back(
    teller, client_of, caplog, work, streamed, run
):
    """A story handed in, put into the library, opened, changed, put there again, and withdrawn."""
    caplog.set_level(logging.INFO)
    incident = everyone_in(IncidentFactory(), UserFactory.create_batch(4))
    service = ServiceFactory()
    client = client_of(teller)
    client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Seamonkey"}
    client.get(reverse("learning:tell"))
    before, counted, in_queue = set(every_row()), sequences(), queued()
    cache.clear()
    stages = []

    def act(name, **words):
        with work():
            page = client.post(reverse(f"learning:{name}"), words)
        stages.append(set(every_row()))
        return page

    def publish():
        with work():
            publish_anonymous()
        stages.append(set(every_row()))
        return Story.objects.get(byline=Byline.ANONYMOUS).title

    more = {"services": [service.pk], "incidents": incident.reference, "tags": "search"}
    secret = secret_in(act("save", **WORDS | more, secret=new_secret()))
    assert {table for table, _row in stages[0] - before} == {"learning_handedin"}
    assert sequences() == counted
    assert publish() == "I dropped the wrong index"
    act("open_anonymous", secret=secret)
    assert stages[-1] == stages[-2]
    act("save_anonymous", **WORDS | {"title": "I dropped an index"}, secret=secret)
    assert publish() == "I dropped an index"
    client.get(reverse("learning:library"))
    act("withdraw_anonymous", secret=secret)

    new = set().union(*stages) - before
    assert all(before <= stage for stage in stages), "a row there was has changed"
    assert {table for table, _row in new} <= {
        "learning_handedin",
        "learning_story",
        "learning_document",
        "learning_story_services",
        "learning_story_incidents",
        "incidents_knownword",
    }
    assert {table for table, _row in stages[-1] - before} <= {"incidents_knownword"}
    kept = [row for _table, row in new] + [caplog.text, str(queued()), str(streamed)]
    assert [(trace, one) for one in kept for trace in TRACES if trace in one] == []
    assert [one for one in kept if secret in one] == []
    assert queued() == in_queue
    assert run == streamed == []
    assert mail.outbox == []


def test_neither_numbers_nor_times_say_when_it_was_handed_in():
    told(title="First")
    between = StoryFactory()
    told(title="Second")
    told(title="Third")
    later = StoryFactory()

    publish_handed_in()

    stories = list(Story.objects.filter(byline=Byline.ANONYMOUS))
    assert len(stories) == 3
    assert all(one.pk > later.pk > between.pk for one in stories)
    assert len({(one.published_at, one.created_at) for one in stories}) == 1
    day = stories[0].published_at
    assert (day.hour, day.minute, day.second, day.microsecond) == (0, 0, 0, 0)
    assert HandedIn.objects.count() == 0


def test_those_of_a_day_stand_in_no_order():
    orders = set()
    for _ in range(12):
        for title in ("First", "Second", "Third", "Fourth"):
            told(title=title)
        publish_handed_in()
        stories = Story.objects.filter(byline=Byline.ANONYMOUS).order_by("pk")
        orders.add(tuple(stories.values_list("title", flat=True)))
        stories.delete()

    assert len(orders) > 1


def test_what_waits_for_longer_than_a_day_has_no_age_for_postgres_either():
    """Postgres notes with each row which transaction wrote it, and where it stands in its file."""
    written = []
    for _ in range(5):
        told(publish=False)
        written.append(str(HandedIn.objects.exclude(pk__in=written).get().pk))
    orders = set()

    for _ in range(8):
        publish_handed_in()
        with connection.cursor() as cursor:
            cursor.execute("SELECT id::text, xmin::text FROM learning_handedin ORDER BY ctid")
            rows = cursor.fetchall()
        assert len({xmin for _pk, xmin in rows}) == 1
        orders.add(tuple(pk for pk, _xmin in rows))

    assert {frozenset(order) for order in orders} == {frozenset(written)}
    assert len(orders) > 1


def test_what_waits_has_no_time_and_no_counted_number():
    assert {field.name for field in HandedIn._meta.get_fields()} == {
        "id",
        "secret_digest",
        "is_ready",
        "words",
    }
    assert HandedIn._meta.pk.get_internal_type() == "UUIDField"


def test_a_draft_begun_with_a_name_leaves_nothing(teller, client_of):
    draft = StoryFactory(by=teller, title="The wrong index", is_published=False)
    dismiss(draft, rule="human-error", words="human error")
    client = client_of(teller)
    before = set(every_row())

    page = client.post(
        reverse("learning:save_edit", args=[draft.pk]), WORDS | {"secret": new_secret()}
    )

    secret_in(page)
    assert not Story.objects.exists()
    assert not Dismissal.objects.exists()
    new = {table for table, _row in set(every_row()) - before}
    assert new == {"learning_handedin"}


@pytest.mark.parametrize("as_draft", [{}, {"publish": "yes"}])
def test_a_page_that_kept_a_draft_first_leaves_no_name_beside_what_it_hands_in(
    teller, client_of, as_draft
):
    """Kept with a name, then back in the browser, another choice, and sent again."""
    client, address = client_of(teller), reverse("learning:save")
    page = {"client_token": str(uuid4()), "secret": new_secret()}
    words = {name: words for name, words in WORDS.items() if name != "publish"}
    client.post(address, words | page | as_draft | {"byline": "name"})
    assert Story.objects.get().author == teller

    again = client.post(address, WORDS | page)

    if as_draft:
        assert again.status_code == 422
        assert "has been read with your name" in again.content.decode()
        assert not HandedIn.objects.exists()
    else:
        assert secret_in(again) == page["secret"]
        assert not Story.objects.exists()


def test_the_pictures_of_a_draft_are_gone_from_the_store_too(teller, work):
    draft = StoryFactory(by=teller, is_published=False)
    file = add_story_picture(draft, by=teller, file=a_picture()).file
    assert file.storage.exists(file.name)

    with work():
        hand_in(
            secret=new_secret(), by=teller, publish=True, draft=draft, title="T", what_broke="x"
        )

    assert not file.storage.exists(file.name)


def test_no_browser_keeps_a_page_with_the_words_or_the_secret(teller, client_of):
    client = client_of(teller)
    secret, wrong = told(teller), WORDS | {"title": "", "secret": new_secret()}
    draft = StoryFactory(by=teller, is_published=False)
    pages = [
        client.post(reverse("learning:save"), wrong),
        client.post(reverse("learning:save"), WORDS | {"secret": new_secret()}),
        client.post(reverse("learning:save_edit", args=[draft.pk]), wrong),
        client.post(reverse("learning:open_anonymous"), {"secret": secret}),
        client.post(reverse("learning:save_anonymous"), wrong | {"secret": secret}),
        client.post(reverse("learning:save_anonymous"), WORDS | {"secret": secret}),
    ]

    assert [page.status_code for page in pages] == [422, 200, 422, 200, 422, 200]
    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_a_page_that_handed_in_a_story_keeps_none_with_a_name(teller, client_of):
    client, address = client_of(teller), reverse("learning:save")
    page = {"client_token": str(uuid4()), "secret": new_secret()}
    client.post(address, WORDS | page)

    again = client.post(address, WORDS | page | {"byline": "name"})

    assert again.status_code == 422
    assert "Withdraw it by its secret link first" in again.content.decode()
    assert not Story.objects.exists()
    client.post(reverse("learning:withdraw_anonymous"), {"secret": page["secret"]})
    assert client.post(address, WORDS | page | {"byline": "name"}).status_code == 302
    assert Story.objects.get().author == teller


@pytest.mark.parametrize(
    "more",
    [
        {"author": True},
        {"byline": "name"},
        {"secret_digest": ""},
        {"is_by_senior": True},
        {"published_at": None},
    ],
)
def test_the_database_refuses_an_author_of_an_anonymous_story(more):
    _secret, story = in_library()
    changes = {name: UserFactory() if name == "author" else value for name, value in more.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(**changes)


# Who could have told it.


def team_of(size, **more):
    team = TeamFactory(**more)
    UserFactory.create_batch(size, team=team)
    return team


def everyone_in(incident, people):
    for person in people:
        join_incident(incident, by=person)
    return incident


@pytest.mark.parametrize(
    ("colleagues", "says"), [(3, "Someone here."), (4, "Someone in Deliveries.")]
)
def test_a_small_team_is_not_said(client_of, colleagues, says):
    team, others = team_of(colleagues, name="Deliveries"), team_of(6)
    by = UserFactory(team=team)
    UserFactory(team=team, is_active=False)
    UserFactory(team=team, role=Role.READER)

    _secret, story = in_library(by)

    page = client_of(others.members.first()).get(story.get_absolute_url()).content.decode()
    assert says in page
    form = client_of(by).get(reverse("learning:tell")).content.decode()
    assert says.rstrip(".") in form


def test_whoever_never_signed_in_could_not_have_written_it():
    team = team_of(3)
    UserFactory.create_batch(9, team=team, last_login=None)

    _secret, story = in_library(team.members.first())

    assert story.told_from is None


def test_a_team_is_not_known_by_being_the_only_one_that_is_not_said():
    """Where every team but one of two people is said, a story without a team is from these two."""
    six, five, two = team_of(6), team_of(5), team_of(2)
    teams = [blurred_team(team.members.first()) for team in (six, five, two)]
    assert teams == [six, None, None]

    UserFactory.create_batch(3)
    teams = [blurred_team(team.members.first()) for team in (six, five, two)]
    assert teams == [six, five, None]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 6))
def test_whatever_is_said_of_a_team_five_could_have_written_it(sizes, without_team):
    with transaction.atomic():
        teams = [
            *[team for size in sizes for team in [TeamFactory()] * size],
            *[None] * without_team,
        ]
        users = User.objects.bulk_create(
            User(email=f"{n}@example.org", team=team, last_login=timezone.now())
            for n, team in enumerate(teams)
        )

        could = Counter(blurred_team(user) for user in users)

        transaction.set_rollback(True)
    assert all(n >= 5 for team, n in could.items() if team)
    if set(could) - {None}:
        assert could.get(None, 5) >= 5


def test_where_hardly_anybody_writes_the_form_says_that_they_may_guess(client_of):
    by = UserFactory()
    UserFactory.create_batch(3)
    address, warning = reverse("learning:tell"), "may guess who it is"

    assert warning in client_of(by).get(address).content.decode()
    UserFactory()
    assert warning not in client_of(by).get(address).content.decode()


def test_an_incident_that_few_were_in_is_not_linked():
    by, others = UserFactory(), UserFactory.create_batch(4)
    few = everyone_in(IncidentFactory(by=by), others[:3])
    many = everyone_in(IncidentFactory(by=by), others)
    elsewhere = everyone_in(IncidentFactory(by=by), UserFactory.create_batch(4))

    with pytest.raises(DomainError, match="Few people were in"):
        told(by, incidents=[few])
    with pytest.raises(DomainError, match=f"{many.reference} and {elsewhere.reference}"):
        told(by, incidents=[many, elsewhere])
    _secret, story = in_library(by, incidents=[many])

    assert list(story.incidents.all()) == [many]


@pytest.mark.parametrize(("there", "is_said"), [(4, False), (5, True)])
def test_a_team_is_not_said_when_few_of_it_were_in_the_incident(there, is_said):
    team, other = team_of(6), team_of(6)
    people = list(team.members.all())
    incident = everyone_in(IncidentFactory(by=people[0]), [*people[1:there], *other.members.all()])

    _secret, story = in_library(people[0], incidents=[incident])

    assert story.told_from == (team if is_said else None)


def test_a_change_does_not_say_where_its_author_went_since():
    old, new = team_of(6), team_of(6)
    by = old.members.first()
    secret, story = in_library(by)
    by.team = new
    by.save()

    told(by, secret=secret, title="Clearer")

    assert HandedIn.objects.get().words["told_from"] == old.pk
    publish_handed_in()
    story.refresh_from_db()
    assert (story.title, story.told_from) == ("Clearer", old)


def test_a_team_is_no_longer_said_once_an_incident_is_named_that_few_of_it_were_in():
    team, other = team_of(6), team_of(6)
    by = team.members.first()
    secret, story = in_library(by)

    told(by, secret=secret, incidents=[everyone_in(IncidentFactory(by=by), other.members.all())])
    publish_handed_in()

    story.refresh_from_db()
    assert story.told_from is None


def test_a_restricted_incident_is_not_linked():
    by = UserFactory()
    incident = IncidentFactory(by=by, is_restricted=True)

    with pytest.raises(DomainError, match="Few people can see"):
        told(by, incidents=[incident])

    assert not HandedIn.objects.exists()


def test_a_picture_is_not_taken():
    text = "![graph](/incidents/pictures/5a0e6d6e-6f0e-4f43-bd16-0de8b7a5a1a0/)"

    with pytest.raises(DomainError, match="who put it there"):
        told(what_broke=text)


# The secret.


def test_the_holder_reads_changes_and_withdraws_it(client_of):
    secret, story = in_library(title="As it was")
    client = client_of(UserFactory())

    page = client.post(reverse("learning:open_anonymous"), {"secret": f"https://x/#{secret}"})
    assert "As it was" in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1
    client.post(reverse("learning:save_anonymous"), WORDS | {"secret": secret, "title": "As it is"})
    story.refresh_from_db()
    assert story.title == "As it was"
    publish_handed_in()
    story.refresh_from_db()
    assert story.title == "As it is"

    client.post(reverse("learning:withdraw_anonymous"), {"secret": secret})
    assert not Story.objects.exists()
    assert words_behind(secret) is None


def test_the_secret_is_shown_once_and_no_browser_keeps_it(teller, client_of):
    client = client_of(teller)
    draft = save_story(None, by=teller, title="Begun", what_broke="Search.")
    for form in (reverse("learning:tell"), reverse("learning:edit", args=[draft.pk])):
        assert "no-store" in client.get(form)["Cache-Control"]
    page = client.post(reverse("learning:save"), WORDS | {"secret": new_secret()})
    secret = secret_in(page)
    assert "no-store" in page["Cache-Control"]

    edited = client.post(
        reverse("learning:save_anonymous"), WORDS | {"secret": secret, "title": "As it is"}
    )

    assert edited.status_code == 200
    assert secret not in edited.content.decode()


def test_what_waits_for_the_night_is_not_said_to_be_kept_back(client_of):
    ready, kept = told(), told(publish=False)
    client = client_of(UserFactory())
    words = {name: value for name, value in WORDS.items() if name != "publish"}

    def saved(secret):
        page = client.post(reverse("learning:save_anonymous"), words | {"secret": secret})
        return page.content.decode()

    assert "from tomorrow on" in saved(ready)
    assert "until you hand them in" in saved(kept)


def test_whoever_withdraws_it_is_asked_once_more(client_of):
    secret, story = in_library(title="As it was")
    client, ask = client_of(UserFactory()), reverse("learning:ask_to_withdraw_anonymous")

    page = client.post(ask, {"secret": secret})

    assert "As it was" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Story.objects.filter(pk=story.pk).exists()
    assert client.post(ask, {"secret": "no such secret"}).status_code == 422


def test_a_draft_says_how_it_will_be_told(teller, client_of):
    client = client_of(teller)
    for byline, says in (("name", "it says your name"), ("role", "it does not say your name")):
        draft = save_story(None, by=teller, title="Begun", byline=byline, what_broke="Search.")
        assert says in client.get(draft.get_absolute_url()).content.decode()


def test_it_can_be_kept_for_later():
    secret = told(publish=False, title="Not yet")

    assert publish_handed_in() == 0
    assert words_behind(secret)["title"] == "Not yet"
    told(secret=secret, publish=True, title="Now")
    assert publish_handed_in() == 1
    assert Story.objects.get().title == "Now"


def test_the_same_secret_is_the_same_story(race):
    by, secret = UserFactory(), new_secret()

    assert race(4, lambda: told(by, secret=secret)) == ["ok"] * 4

    assert HandedIn.objects.count() == 1


@pytest.mark.parametrize("secret", ["", "x", "#", "0" * 43, "é" * 43])
def test_a_wrong_secret_opens_nothing(client_of, secret):
    in_library()
    client = client_of(UserFactory())

    for name in ("open_anonymous", "save_anonymous", "withdraw_anonymous"):
        page = client.post(reverse(f"learning:{name}"), WORDS | {"secret": secret})
        assert page.status_code == 422
    assert Story.objects.count() == 1


def test_nobody_changes_it_without_the_secret(client_of):
    _secret, story = in_library()

    for user in (UserFactory(), UserFactory(role=Role.ADMIN)):
        client = client_of(user)
        assert client.get(reverse("learning:edit", args=[story.pk])).status_code == 403
        assert client.post(reverse("learning:withdraw", args=[story.pk])).status_code == 403


def test_a_published_story_keeps_its_byline(teller, client_of):
    story = StoryFactory(by=teller)

    page = client_of(teller).post(
        reverse("learning:save_edit", args=[story.pk]), WORDS | {"secret": new_secret()}
    )

    assert page.status_code == 422
    with pytest.raises(DomainError, match="has been read with your name"):
        hand_in(
            secret=new_secret(), by=teller, publish=True, draft=story, title="T", what_broke="x"
        )
    with pytest.raises(DomainError, match="handed in"):
        save_story(story, by=teller, title="T", byline=Byline.ANONYMOUS)
    story.refresh_from_db()
    assert (story.author, story.byline) == (teller, Byline.NAME)


def test_the_time_is_the_day_it_was_put_in():
    told()
    moment = timezone.now() + timedelta(days=1)

    publish_handed_in(at=moment)

    assert Story.objects.get().published_at.date() == moment.date()


def test_withdrawing_what_is_not_there_changes_nothing():
    _secret, story = in_library()

    withdraw_anonymous(new_secret())

    assert list(Story.objects.all()) == [story]
