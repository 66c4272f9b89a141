"""Tell a story, and change or withdraw it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Service
from learning.models import SECTIONS, Byline, Story
from people.errors import DomainError
from people.models import User


@transaction.atomic
def save_story(
    story: Story | None,
    *,
    by: User,
    title: str,
    byline: str = Byline.NAME,
    services: Iterable[Service] = (),
    incidents: Iterable[Incident] = (),
    **sections: str,
) -> Story:
    """Keep a story, new or already there, as its author wrote it."""
    if unknown := set(sections) - set(SECTIONS):
        raise TypeError(f"no such sections: {', '.join(sorted(unknown))}")
    if story is None:
        story = Story(author=by)
    else:
        story = _lock_own(story, by)
    story.title = title
    story.byline = Byline(byline)
    for name, text in sections.items():
        setattr(story, name, text)
    if story.is_published and not story.sections():
        raise DomainError(_("A published story has at least one section."))
    story.save()
    story.services.set(services)
    story.incidents.set(incidents)
    return story


@transaction.atomic
def publish_story(story: Story, *, by: User, at: datetime | None = None) -> Story:
    """Put a story into the library. A title and one section are enough."""
    story = _lock_own(story, by)
    if story.is_published:
        return story
    if not story.sections():
        raise DomainError(_("One section is enough, and it needs at least one."))
    story.published_at = at or timezone.now()
    story.is_by_senior = by.is_senior
    story.save(update_fields=["published_at", "is_by_senior"])
    return story


@transaction.atomic
def withdraw_story(story: Story, *, by: User) -> Story:
    """Take a story out of the library; it stays its author's draft."""
    story = _lock_own(story, by)
    story.published_at = None
    story.save(update_fields=["published_at"])
    return story


def _lock_own(story: Story, by: User) -> Story:
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.author_id != by.pk:
        raise DomainError(_("Only its author can change a story."))
    return story
