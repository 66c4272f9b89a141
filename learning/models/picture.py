from typing import Self

from django.db import models

from incidents.models import KeptPicture
from learning.models.story import Story
from people.models import User


class StoryPictureQuerySet(models.QuerySet["StoryPicture"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the story sees what was pasted into it."""
        return self.filter(story__in=Story.objects.visible_to(user))


class StoryPicture(KeptPicture):
    """An image in a story with a name; an anonymous one has none."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="pictures")

    objects = StoryPictureQuerySet.as_manager()
    shown_at = "learning:picture"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "digest"], name="story_picture_kept_once")
        ]
