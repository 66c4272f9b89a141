"""Composed reads of the library."""

from learning.models import Story
from people.models import User


def story_of_the_week(user: User) -> Story | None:
    """The newest story by somebody senior, else the newest there is."""
    stories = Story.objects.visible_to(user).published().select_related("author")
    return stories.seniors_first().first()
