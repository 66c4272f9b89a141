"""A week of the library as mail."""

from django.template.defaultfilters import truncatewords
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.models import Story
from learning.queries.week import SINCE, news
from nudges.attachments import Item
from people.models import User
from postmortems.templatetags.naming import told_in

OPENING = 40


def items_for(reader: User) -> list[Item]:
    """What is new for somebody; nothing in a quiet week, whichever story is its own."""
    week = news(reader)
    if week.is_quiet and not _is_new(week.story):
        return []
    items = [_story(_("Story of the week"), week.story)] if week.story else []
    items += [_story(_("New story"), story) for story in week.stories]
    items += [
        Item(_("New write-up"), told_in(one.title, one), one.get_absolute_url())
        for one in week.write_ups
    ]
    return items + [
        Item(_("What changed"), told_in(one.what, one.postmortem), one.get_absolute_url())
        for one in week.changes
    ]


def _is_new(story: Story | None) -> bool:
    since = timezone.now() - SINCE
    return bool(story and story.published_at and story.published_at > since)


def _story(heading: str, story: Story) -> Item:
    opening = truncatewords(story.opening, OPENING)
    return Item(heading, story.title, story.get_absolute_url(), opening)
