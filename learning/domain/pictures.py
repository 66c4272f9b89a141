"""Put a picture into a story."""

from django.core.files import File
from django.db import transaction

from learning.domain.stories import lock_own
from learning.models import Story, StoryPicture
from people.models import User
from people.redrawing import Drawn, redraw


def add_story_picture(story: Story, *, by: User, file: "File[bytes]") -> StoryPicture:
    """Keep a picture for a story, drawn anew; the same one twice is one."""
    return _keep(story, redraw(file), by=by)


@transaction.atomic
def _keep(story: Story, drawn: Drawn, *, by: User) -> StoryPicture:
    story = lock_own(story, by)
    there = story.pictures.filter(digest=drawn.digest).first()
    if there is not None:
        return there
    picture = StoryPicture(story=story)
    picture.keep(drawn)
    return picture
