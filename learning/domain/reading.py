"""What readers do with a story: thank for it, speak kindly, keep it for themselves."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.domain.welcoming import end_welcome_when_read
from learning.models import Reaction, ReactionKind, Reading, Remark, Story
from nudges.domain.outbox import end, nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import User

TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def react(story: Story, *, by: User, kind: str, is_on: bool, shows_name: bool = False) -> None:
    """Say that a story helped, or take that back."""
    _ask_for_published(story)
    made = Reaction.objects.filter(story=story, reader=by, kind=ReactionKind(kind))
    if not is_on:
        made.delete()
    else:
        Reaction.objects.update_or_create(
            story=story, reader=by, kind=kind, defaults={"shows_name": shows_name}
        )


@transaction.atomic
def remark(story: Story, *, by: User, text: str, at: datetime | None = None) -> Remark:
    """Say something under a story. The same words twice within a minute are said once.

    The author of a story with a name is told of it, once until they look.
    """
    _ask_for_published(story)
    at = at or timezone.now()
    twice = Remark.objects.standing().filter(
        story=story, author=by, text=text, written_at__gt=at - TWICE_WITHIN
    )
    if there := twice.first():
        return there
    made = Remark.objects.create(story=story, author=by, text=text, written_at=at)
    # Locked, so that of two at once the second sees that the author is told.
    author = (
        Story.objects.select_for_update(of=["self"])
        .select_related("author")
        .get(pk=story.pk)
        .author
    )
    if author and author != by and not Nudge.objects.open().about("remark", story).exists():
        nudge("remark", about=story, to=[author], again=str(made.pk))
    return made


@transaction.atomic
def withdraw_remark(remark: Remark, *, by: User, at: datetime | None = None) -> Remark:
    """Take back what one said. Its place says so."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.author_id != by.pk:
        raise DomainError(_("Only whoever said it can take it back."))
    if remark.withdrawn_at is None:
        remark.withdrawn_at = at or timezone.now()
        remark.save(update_fields=["withdrawn_at"])
        if not Remark.objects.standing().filter(story=remark.story_id).exists():
            end("remark", about=remark.story, because="it was taken back")
    return remark


@transaction.atomic
def bookmark(story: Story, *, by: User, is_on: bool, at: datetime | None = None) -> None:
    """Keep a story for later, or no longer."""
    _keep(story, by, bookmarked_at=(at or timezone.now()) if is_on else None)


@transaction.atomic
def mark_read(story: Story, *, by: User, is_on: bool, at: datetime | None = None) -> None:
    """Mark a story as read, or as not read after all. The first time counts."""
    if is_on and Reading.objects.filter(reader=by, story=story, read_at__isnull=False).exists():
        return
    _keep(story, by, read_at=(at or timezone.now()) if is_on else None)
    if is_on:
        end_welcome_when_read(by)


def _keep(story: Story, by: User, **moments: datetime | None) -> None:
    Reading.objects.update_or_create(reader=by, story=story, defaults=moments)


def _ask_for_published(story: Story) -> None:
    if not Story.objects.published().filter(pk=story.pk).exists():
        raise DomainError(_("This story is not in the library, so nothing can be said of it yet."))
