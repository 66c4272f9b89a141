"""Telling a story, and changing or withdrawing it."""

from uuid import uuid4

import pytest

from learning.domain.stories import publish_story, save_story, tell_story, withdraw_story
from learning.models import Byline, Story
from people.errors import DomainError
from tests.factories import IncidentFactory, ServiceFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_story_is_kept_as_it_was_written():
    ines, ledger, incident = UserFactory(), ServiceFactory(), IncidentFactory()

    story = save_story(
        None,
        by=ines,
        title="The day I doubled the ledger",
        opening="I had been here five years.",
        byline=Byline.ROLE,
        services=[ledger],
        incidents=[incident],
        how_it_felt="Cold, and then busy.",
    )

    story.refresh_from_db()
    assert (story.author, story.title, story.byline) == (
        ines,
        "The day I doubled the ledger",
        Byline.ROLE,
    )
    assert story.opening == "I had been here five years."
    assert story.sections() == [("How it felt", "Cold, and then busy.")]
    assert list(story.services.all()) == [ledger]
    assert list(story.incidents.all()) == [incident]
    assert not story.is_published


def test_saving_again_changes_the_same_story():
    story = StoryFactory(is_published=False, services=[ServiceFactory()], how_it_felt="Cold.")

    save_story(story, by=story.author, title="Shorter", what_broke="", how_it_felt="Warm.")

    story.refresh_from_db()
    assert Story.objects.count() == 1
    assert story.title == "Shorter"
    assert story.sections() == [("How it felt", "Warm.")]
    assert not story.services.exists()


def test_a_section_that_does_not_exist_is_not_dropped_in_silence():
    with pytest.raises(TypeError, match="no such sections: moral"):
        save_story(None, by=UserFactory(), title="Once", moral="None")


def test_publishing_puts_a_story_into_the_library():
    story = StoryFactory(is_published=False)

    published = publish_story(story, by=story.author)

    assert published.is_published
    assert list(Story.objects.published()) == [published]


def test_a_title_alone_is_not_published():
    story = StoryFactory(is_published=False, what_broke="")

    with pytest.raises(DomainError, match="One section is enough"):
        publish_story(story, by=story.author)

    assert not Story.objects.published().exists()


def test_a_published_story_keeps_a_section():
    story = StoryFactory(what_broke="The import stopped.")

    with pytest.raises(DomainError, match="One section is enough"):
        save_story(story, by=story.author, title="Shorter", what_broke="")

    story.refresh_from_db()
    assert story.what_broke == "The import stopped."
    assert story.title != "Shorter"


def test_publishing_again_keeps_the_day_and_the_place():
    story = StoryFactory()
    published_at = story.published_at
    story.author.is_senior = True

    again = publish_story(story, by=story.author)

    assert (again.published_at, again.is_by_senior) == (published_at, False)


def test_a_story_that_cannot_be_published_is_not_saved_either():
    with pytest.raises(DomainError):
        tell_story(None, by=UserFactory(), publish=True, title="Only a title")

    assert not Story.objects.exists()


def test_withdrawing_leaves_the_author_a_draft():
    story = StoryFactory(what_broke="The import stopped.")

    withdrawn = withdraw_story(story, by=story.author)

    assert not withdrawn.is_published
    assert withdrawn.what_broke == "The import stopped."
    assert list(Story.objects.visible_to(story.author)) == [story]
    assert not Story.objects.visible_to(UserFactory()).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda story, by: save_story(story, by=by, title="Mine now"),
        lambda story, by: tell_story(story, by=by, publish=False, title="Mine now"),
        lambda story, by: publish_story(story, by=by),
        lambda story, by: withdraw_story(story, by=by),
    ],
)
def test_nobody_else_changes_a_story(change):
    story = StoryFactory(title="Theirs")

    with pytest.raises(DomainError, match="Only its author"):
        change(story, UserFactory())

    story.refresh_from_db()
    assert story.is_published
    assert story.title == "Theirs"


def test_the_same_token_is_the_same_story():
    ines, token = UserFactory(), uuid4()

    first = tell_story(None, by=ines, publish=False, client_token=token, title="Once")
    second = tell_story(None, by=ines, publish=False, client_token=token, title="Once")

    assert second == first
    assert Story.objects.count() == 1


def test_a_new_story_sent_again_leaves_later_words_and_a_withdrawal_alone():
    ines, token = UserFactory(), uuid4()
    sent = {"publish": True, "client_token": token, "title": "Once", "what_broke": "A lot."}
    story = tell_story(None, by=ines, **sent)
    save_story(story, by=ines, title="Edited", what_broke="More than I thought.")
    withdraw_story(story, by=ines)

    again = tell_story(None, by=ines, **sent)

    story = Story.objects.get()
    assert again == story
    assert (story.title, story.what_broke) == ("Edited", "More than I thought.")
    assert not story.is_published


def test_one_persons_token_is_not_anothers():
    token = uuid4()

    for by in (UserFactory(), UserFactory()):
        tell_story(None, by=by, publish=False, client_token=token, title="Once")

    assert Story.objects.count() == 2


def test_two_presses_at_once_leave_one_story(race):
    ines, token = UserFactory(), uuid4()

    outcomes = race(
        2,
        lambda: tell_story(
            None, by=ines, publish=True, client_token=token, title="Once", what_broke="A lot."
        ),
    )

    assert outcomes == ["ok", "ok"]
    assert Story.objects.get().is_published


def test_publishing_while_it_is_edited_loses_neither(race):
    story = StoryFactory(is_published=False)
    author = story.author

    outcomes = race(
        2,
        [
            lambda: publish_story(story, by=author),
            lambda: save_story(story, by=author, title="Edited", what_broke="More than I thought."),
        ],
    )

    story.refresh_from_db()
    assert outcomes == ["ok", "ok"]
    assert story.is_published
    assert (story.title, story.what_broke) == ("Edited", "More than I thought.")


def test_reading_time_counts_everything_that_is_read():
    assert Story(title="Short", what_broke="It broke.").reading_minutes == 1
    assert Story(opening="word " * 20, what_broke="word " * 640).reading_minutes == 3
