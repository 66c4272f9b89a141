"""Say after a story that something is missing from the docs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learning.models import Gap, Story
from people.errors import DomainError
from people.models import User
from postmortems.domain.gaps import plan_gap
from postmortems.models import FollowUp, FollowUpState, Origin


@transaction.atomic
def miss_in_story(story: Story, *, by: User, what: str, at: datetime | None = None) -> FollowUp:
    """Say what a story shows to be missing from the docs. Sent twice it is said once.

    It is said by the reader, whoever told the story, and is about the story's services.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    if not story.is_published:
        raise DomainError(_("This story is not in the library any more."))
    said = FollowUp.objects.filter(gap__story=story, what=what, state=FollowUpState.OPEN).first()
    if said:
        return said
    services = list(story.services.all())
    gap = plan_gap(by=by, what=what, came_from=Origin.STORY, services=services, at=at)
    Gap.objects.create(follow_up=gap, story=story)
    return gap
