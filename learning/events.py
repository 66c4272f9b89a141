"""What other programs can hear about stories: that there is one, and never whose."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.events import page_of
from learning.models import Story
from webhooks.events import event


def story_says(story: Story) -> dict[str, Any] | None:
    """A story without who told it, or how, so that an anonymous one is like any other."""
    if not story.is_published:
        return None
    return {
        "number": story.pk,
        "page": page_of(story),
        "title": story.title,
        "opening": story.opening,
        "tags": story.tags,
    }


STORY_PUBLISHED = event("story.published", _("A story is published"), says=story_says, rank=50)
