"""What readers do with a story: thank for it, speak kindly, keep it for themselves."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from learning.domain.anonymous import hand_in, publish_handed_in
from learning.domain.reading import bookmark, mark_read, react, remark, withdraw_remark
from learning.domain.stories import withdraw_story
from learning.forms.stories import new_secret
from learning.models import Reaction, Reading, Remark, Story
from learning.queries.reading import REMARKS, around_story, bookmarks, following
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import StoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(name, story, *more):
    return reverse(f"learning:{name}", args=[story.pk, *more])


def page_of(client, story):
    return client.get(story.get_absolute_url()).content.decode()


def told_to(user):
    return list(Nudge.objects.filter(recipient=user, kind="remark"))


# Reactions.


def test_a_reaction_counts_once_and_can_be_taken_back(client_of):
    story, client = StoryFactory(), client_of(UserFactory())

    for _ in range(2):
        assert client.post(address("react", story), {"on": "me_too"}).status_code == 302
    assert 'Me too<span class="num">, 1</span>' in page_of(client, story)

    client.post(address("react", story), {"off": "me_too"})
    assert not Reaction.objects.exists()


def test_a_name_is_shown_only_to_those_who_want_it(client_of):
    story = StoryFactory()
    shy, open_one = UserFactory(display_name="Shy Heron"), UserFactory(display_name="Open Heron")
    react(story, by=shy, kind="learned", is_on=True)
    react(story, by=open_one, kind="learned", is_on=True, shows_name=True)

    page = page_of(client_of(UserFactory()), story)

    assert "With their names: Open Heron." in page
    assert "Shy Heron" not in page
    react(story, by=open_one, kind="learned", is_on=True, shows_name=False)
    assert "Open Heron" not in page_of(client_of(UserFactory()), story)


def test_two_presses_at_once_are_one_reaction(race):
    story, reader = StoryFactory(), UserFactory()

    results = race(4, lambda: react(story, by=reader, kind="thank_you", is_on=True))

    assert results == ["ok"] * 4
    assert Reaction.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"on": "hate"}, {"off": "x"}, {"on": "\0"}])
def test_other_reactions_are_refused(client_of, data):
    story = StoryFactory()

    assert client_of(UserFactory()).post(address("react", story), data).status_code == 400
    assert not Reaction.objects.exists()


def test_the_press_answers_with_its_part_of_the_page(client_of):
    story, client = StoryFactory(), client_of(UserFactory(role=Role.READER))
    asked = {"HX-Request": "true"}

    words = client.post(address("react", story), {"on": "thank_you"}, headers=asked)
    kept = client.post(address("bookmark", story), {"is_on": "on"}, headers=asked)

    assert words.content.decode().count('id="helped"') == 1
    assert 'aria-pressed="true"' in words.content.decode()
    assert kept.content.decode().count('id="keeping"') == 1
    assert "<html" not in (words.content + kept.content).decode()


# Remarks.


def test_a_remark_stands_under_the_story_with_its_name(client_of):
    story, reader = StoryFactory(), UserFactory(display_name="Kind Heron")

    answer = client_of(reader).post(address("remark", story), {"text": "It **helped** me."})

    assert answer["Location"] == Remark.objects.get().get_absolute_url()
    page = page_of(client_of(UserFactory()), story)
    assert "Kind Heron" in page
    assert "It <strong>helped</strong> me." in page


def test_the_author_is_told_once_until_they_look():
    story = StoryFactory()
    for text in ("One", "Two"):
        remark(story, by=UserFactory(), text=text)
    remark(story, by=story.author, text="Thank you both.")

    assert len(told_to(story.author)) == 1
    Nudge.objects.all().delete()
    remark(story, by=story.author, text="And again.")
    assert told_to(story.author) == []


def test_nobody_is_told_of_an_anonymous_story():
    hand_in(secret=new_secret(), by=UserFactory(), publish=True, title="T", what_broke="All.")
    publish_handed_in()

    remark(Story.objects.get(), by=UserFactory(), text="Thank you.")

    assert not Nudge.objects.exists()


def test_the_same_words_twice_are_said_once():
    story, by = StoryFactory(), UserFactory()

    first = remark(story, by=by, text="Thank you.")

    assert remark(story, by=by, text="Thank you.") == first
    later = timezone.now() + timedelta(minutes=2)
    assert remark(story, by=by, text="Thank you.", at=later) != first


def test_a_remark_taken_back_leaves_its_place(client_of):
    story, by = StoryFactory(), UserFactory()
    said = remark(story, by=by, text="Xylophonic")

    client_of(by).post(address("withdraw_remark", story, said.pk))

    page = page_of(client_of(UserFactory()), story)
    assert "Taken back" in page
    assert "Xylophonic" not in page
    assert not Nudge.objects.open().filter(kind="remark").exists()


def test_only_whoever_said_it_takes_it_back(client_of):
    story = StoryFactory()
    said = remark(story, by=UserFactory(), text="Thank you.")

    admin_answer = client_of(UserFactory(role=Role.ADMIN)).post(
        address("withdraw_remark", story, said.pk)
    )

    assert admin_answer.status_code == 403
    with pytest.raises(DomainError, match="Only whoever said it"):
        withdraw_remark(said, by=story.author)


def test_an_empty_remark_gets_a_sentence_and_a_reader_is_told_no(client_of):
    story = StoryFactory()

    answer = client_of(UserFactory()).post(address("remark", story), {"text": " "})

    assert answer.status_code == 422
    assert "There is nothing in the box yet." in answer.content.decode()
    reader = client_of(UserFactory(role=Role.READER))
    assert reader.post(address("remark", story), {"text": "Hello"}).status_code == 403
    assert "Say something kind" not in page_of(reader, story)


def test_what_a_remark_says_is_only_text(client_of):
    story = StoryFactory()
    remark(story, by=UserFactory(), text="<script>alert(1)</script> [x](javascript:alert(1))")

    page = page_of(client_of(UserFactory()), story)

    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page


def test_many_remarks_show_the_latest():
    story, by = StoryFactory(), UserFactory()
    Remark.objects.bulk_create(
        Remark(story=story, author=by, text=f"{n}") for n in range(REMARKS + 5)
    )

    shown = around_story(story, reader=by).remarks

    assert [one.text for one in shown] == [f"{n}" for n in range(5, REMARKS + 5)]


# What one keeps for oneself.


def test_a_story_is_kept_and_no_longer(client_of):
    story, reader = StoryFactory(title="The kept one"), UserFactory()
    client, kept = client_of(reader), reverse("learning:bookmarks")
    assert "Nothing kept yet" in client.get(kept).content.decode()

    client.post(address("bookmark", story), {"is_on": "on"})

    assert "The kept one" in client.get(kept).content.decode()
    assert "The kept one" not in client_of(UserFactory()).get(kept).content.decode()
    client.post(address("bookmark", story))
    assert "The kept one" not in client.get(kept).content.decode()


def test_what_is_kept_newest_stands_first():
    reader = UserFactory()
    stories = StoryFactory.create_batch(3)
    for number, story in enumerate(stories):
        bookmark(story, by=reader, is_on=True, at=timezone.now() + timedelta(minutes=number))

    assert bookmarks(reader) == stories[::-1]


def test_reading_is_marked_once_and_can_be_unmarked():
    story, reader = StoryFactory(), UserFactory()
    first = timezone.now() - timedelta(days=3)

    mark_read(story, by=reader, is_on=True, at=first)
    mark_read(story, by=reader, is_on=True)
    assert Reading.objects.get().read_at == first

    bookmark(story, by=reader, is_on=True)
    mark_read(story, by=reader, is_on=False)
    assert Reading.objects.get().read_at is None
    assert Reading.objects.get().bookmarked_at


def test_what_somebody_read_is_not_in_the_admin():
    assert not {Reading, Reaction} & set(admin.site._registry)


def test_the_next_story_is_one_that_was_not_read():
    reader = UserFactory()
    first, second, third = (StoryFactory() for _ in range(3))

    assert following(third, reader=reader) == second
    mark_read(second, by=reader, is_on=True)
    assert following(third, reader=reader) == first
    assert following(first, reader=reader) == third
    mark_read(third, by=reader, is_on=True)
    assert following(first, reader=reader) is None


def test_nothing_is_done_to_a_story_that_is_not_in_the_library(client_of):
    story = StoryFactory()
    withdraw_story(story, by=story.author)
    client = client_of(story.author)

    assert client.post(address("react", story), {"on": "thank_you"}).status_code == 404
    assert client.post(address("remark", story), {"text": "Hello"}).status_code == 404
    assert "Said about it" not in page_of(client, story)
    with pytest.raises(DomainError, match="not in the library"):
        react(story, by=story.author, kind="thank_you", is_on=True)


def test_a_story_takes_the_same_few_queries_whatever_is_said(client_of, queries_of):
    story, client = StoryFactory(), client_of(UserFactory())
    few = queries_of(client, story.get_absolute_url())
    for _ in range(5):
        remark(story, by=UserFactory(), text="Thank you.")
        react(story, by=UserFactory(), kind="learned", is_on=True, shows_name=True)
        StoryFactory()

    assert queries_of(client, story.get_absolute_url()) == few <= 12
