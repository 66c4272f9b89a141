"""The story of the week, and what is new."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from learning.domain.stories import publish_story, withdraw_story
from learning.domain.weeks import begin_week
from learning.models import TalkSession, Week
from learning.queries.library import changes_after
from learning.queries.week import news, story_of_the_week
from learning.tasks import begin_week as begin_week_task
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.gaps import miss_at_service
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    UserFactory,
    set_up_weekly_talks,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


def told(*, days_ago=0, by=None, **words):
    by = by or UserFactory()
    at = timezone.now() - timedelta(days=days_ago)
    return publish_story(StoryFactory(by=by, is_published=False, **words), by=by, at=at)


def address():
    return reverse("learning:week")


# The story of the week.


def test_a_week_has_one_story_however_often_it_is_begun(race):
    first, _second = told(), told()

    assert race(4, lambda: begin_week(on=MONDAY + timedelta(days=4))) == ["ok"] * 4
    told()
    begin_week(on=MONDAY)

    assert Week.objects.get().first_day == MONDAY
    assert Week.objects.get().story in {first, _second}


def test_each_story_has_its_turn_and_those_of_seniors_come_first():
    senior = told(days_ago=90, by=UserFactory(is_senior=True))
    newer, older = told(days_ago=10), told(days_ago=20)

    weeks = [begin_week(on=MONDAY + timedelta(weeks=n)).story for n in range(4)]

    assert weeks == [senior, newer, older, senior]


def test_everybody_is_shown_the_story_that_was_chosen():
    chosen = told()
    begin_week(on=MONDAY)
    told(by=UserFactory(is_senior=True))

    assert story_of_the_week(UserFactory()) == chosen


def test_one_that_is_withdrawn_makes_room_for_the_first_in_the_library():
    chosen = told()
    begin_week(on=MONDAY)
    withdraw_story(chosen, by=chosen.author)
    other = told(days_ago=3)

    assert story_of_the_week(UserFactory()) == other
    assert begin_week(on=MONDAY + timedelta(weeks=1)).story == other


def test_a_week_can_begin_without_a_story():
    begin_week_task()

    assert Week.objects.get().story is None
    assert story_of_the_week(UserFactory()) is None


# What is new.


def test_the_week_has_what_was_told_written_up_and_changed_in_it(client_of):
    nia = UserFactory()
    told(days_ago=9, title="Long ago")
    new = told(title="Just now")
    write_up = PostmortemFactory(by=nia, is_published=True)
    done = add_follow_up(write_up, by=nia, what="Ask for the window", kind="tooling")
    complete_follow_up(done, by=nia)
    late = add_follow_up(write_up, by=nia, what="Done before", kind="tooling")
    complete_follow_up(late, by=nia, at=timezone.now() - timedelta(days=8))
    gap = miss_at_service(ServiceFactory(), by=nia, what="How it starts")
    set_up_weekly_talks()
    begin_week()

    found = news(UserFactory())

    assert (found.story, found.stories) == (new, [])
    assert found.write_ups == [write_up]
    assert found.changes == [done]
    assert found.missing == [gap]
    assert found.session == TalkSession.objects.soonest_first().first()
    page = client_of(nia).get(address()).content.decode()
    for words in ("Just now", write_up.title, "Ask for the window", "How it starts"):
        assert words in page


def test_new_stories_stand_beside_the_story_of_the_week():
    senior = told(days_ago=30, by=UserFactory(is_senior=True))
    begin_week()
    new = [told(days_ago=2), told(days_ago=1)]

    found = news(UserFactory())

    assert (found.story, found.stories) == (senior, new[::-1])


def test_a_quiet_week_says_where_to_read(client_of):
    page = client_of(UserFactory()).get(address()).content.decode()

    assert "A quiet week" in page
    assert news(UserFactory()).is_quiet


def test_what_somebody_may_not_see_is_no_news_to_them():
    nia = UserFactory()
    write_up = PostmortemFactory(by=nia, is_published=True)
    done = add_follow_up(write_up, by=nia, what="Quietly", kind="tooling")
    complete_follow_up(done, by=nia)
    restrict_incident(write_up.incidents.get(), by=nia)

    assert news(UserFactory()).is_quiet
    assert news(nia).changes == [done]


# What changed because of a story.


def test_beside_a_story_stands_what_changed_after_its_incidents(client_of):
    nia = UserFactory()
    incident = IncidentFactory(by=nia, is_over=True)
    write_up = PostmortemFactory(by=nia, incident=incident, is_published=True)
    done = add_follow_up(write_up, by=nia, what="Windows show the environment", kind="tooling")
    complete_follow_up(done, by=nia)
    add_follow_up(write_up, by=nia, what="Still to do", kind="tooling")
    story = StoryFactory(by=nia, incidents=[incident])

    page = client_of(UserFactory()).get(story.get_absolute_url()).content.decode()

    assert changes_after(story, reader=UserFactory()) == [done]
    assert "What changed because of it" in page
    assert "Still to do" not in page


def test_what_changed_after_a_restricted_incident_is_for_who_sees_it():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, is_over=True)
    write_up = PostmortemFactory(by=nia, incident=incident, is_published=True)
    done = add_follow_up(write_up, by=nia, what="Quietly", kind="tooling")
    complete_follow_up(done, by=nia)
    story = StoryFactory(by=nia, incidents=[incident])
    restrict_incident(incident, by=nia)

    assert changes_after(story, reader=UserFactory()) == []
    assert changes_after(story, reader=nia) == [done]
