"""Anonymous means anonymous: nothing that is kept anywhere leads back to who told a story."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from config.celery import app
from hints.domain.hinting import dismiss
from hints.models import Dismissal
from learning.domain.anonymous import hand_in, publish_handed_in, withdraw_anonymous, words_behind
from learning.domain.stories import save_story
from learning.forms.stories import new_secret
from learning.models import Byline, HandedIn, Story
from learning.tasks import publish_anonymous
from people.errors import DomainError
from people.models import Role
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)

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


def every_row():
    """Every row of every table, as text, with the table it is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(one)::text FROM "{table}" one')  # noqa: S608
            yield from ((table, row) for (row,) in cursor.fetchall())


def queued():
    with app.connection_for_write() as broker:
        channel = broker.default_channel
        return {name: list(queue.queue) for name, queue in channel.queues.items()}


def secret_in(page):
    return re.search(r"/library/anonymous/#([\w-]{43})", page.content.decode())[1]


# What is kept.


def test_no_table_cache_queue_mail_or_log_leads_back(teller, client_of, caplog, work):
    caplog.set_level(logging.INFO)
    incident, service = IncidentFactory(), ServiceFactory()
    client = client_of(teller)
    client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Seamonkey"}
    client.get(reverse("learning:tell"))
    before, in_queue = set(every_row()), queued()
    cache.clear()

    with work():
        more = {"services": [service.pk], "incidents": incident.reference, "tags": "search"}
        page = client.post(reverse("learning:save"), WORDS | more | {"secret": new_secret()})
        secret = secret_in(page)
        handed_in = set(every_row()) - before
        publish_anonymous()
        client.post(reverse("learning:open_anonymous"), {"secret": secret})
        edited = WORDS | {"title": "I dropped an index", "secret": secret}
        client.post(reverse("learning:save_anonymous"), edited)
        edit = set(every_row()) - before
        publish_anonymous()
        client.get(reverse("learning:library"))
    after = set(every_row())

    assert {table for table, _row in handed_in} == {"learning_handedin"}
    assert Story.objects.get(byline=Byline.ANONYMOUS).title == "I dropped an index"
    assert {table for table, _row in (after | edit) - before} <= {
        "learning_handedin",
        "learning_story",
        "learning_document",
        "learning_story_services",
        "learning_story_incidents",
        "incidents_knownword",
    }
    new = "\n".join(row for _table, row in (handed_in | edit | after) - before)
    kept = [*(record.getMessage() for record in caplog.records), str(queued()), new]
    assert [(trace, one) for one in kept for trace in TRACES if trace in one] == []
    assert secret not in new
    assert queued() == in_queue
    assert mail.outbox == []

    client.post(reverse("learning:withdraw_anonymous"), {"secret": secret})

    left = "\n".join(row for table, row in every_row() if (table, row) not in before)
    assert "dropped" not in left.replace('"dropped"', "")
    assert not Story.objects.filter(byline=Byline.ANONYMOUS).exists()


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


@pytest.mark.parametrize(
    ("colleagues", "says"), [(3, "Someone here."), (4, "Someone in Deliveries.")]
)
def test_a_small_team_is_not_said(client_of, colleagues, says):
    team = TeamFactory(name="Deliveries")
    by = UserFactory(team=team)
    UserFactory.create_batch(colleagues, team=team)
    UserFactory(team=team, is_active=False)
    UserFactory(team=team, role=Role.READER)

    _secret, story = in_library(by)

    page = client_of(UserFactory()).get(story.get_absolute_url()).content.decode()
    assert says in page
    form = client_of(by).get(reverse("learning:tell")).content.decode()
    assert says.rstrip(".") in form


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
