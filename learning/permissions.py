"""Who may do what in the library, asked by pages and API alike."""

from learning.models import Story
from people.models import User
from people.permissions import may_write


def may_change(user: User, story: Story) -> bool:
    """A story is its author's, and nobody else's, whatever their role."""
    return may_write(user) and story.author_id == user.pk
