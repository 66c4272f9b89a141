"""Tell a story, and change or withdraw it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hints.domain.hinting import forget_hints
from incidents.models import Incident, Service
from learning import events
from learning.models import SECTIONS, Byline, Story
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User
from postmortems.models import Postmortem
from webhooks.domain.announcing import announce


@transaction.atomic
def tell_story(
    story: Story | None, *, by: User, publish: bool, client_token: UUID | None = None, **words: Any
) -> Story:
    """Keep a story and, if asked, put it into the library: both or neither.

    The same `client_token` from the same person is the same new story. A form that is
    sent again, by a second press or from an earlier page, gets the story there is as
    it is: it may have been edited or withdrawn since, and edits have their own address.
    Two at once meet at the unique constraint, where the later one waits for the first
    to commit.
    """
    if story is None and client_token:
        story, is_new = Story.objects.get_or_create(author=by, client_token=client_token)
        if not is_new:
            return story
    story = save_story(story, by=by, **words)
    return publish_story(story, by=by) if publish else story


@transaction.atomic
def save_story(
    story: Story | None,
    *,
    by: User,
    title: str,
    opening: str = "",
    byline: str = Byline.NAME,
    tags: Iterable[str] = (),
    services: Iterable[Service] = (),
    incidents: Iterable[Incident] = (),
    **sections: str,
) -> Story:
    """Keep a story, new or already there, as its author wrote it."""
    check_words(sections)
    if byline == Byline.ANONYMOUS:
        raise DomainError({"byline": _("An anonymous story is handed in, and not kept by anyone.")})
    story = Story(author=by) if story is None else lock_own(story, by)
    story.title = title
    story.opening = opening
    story.byline = Byline(byline)
    story.tags = list(tags)
    for name, text in sections.items():
        setattr(story, name, text)
    if story.is_published:
        ask_for_a_section(_words(story))
    story.save()
    story.services.set(services)
    story.incidents.set([*incidents, *_out_of_sight(story, by)])
    return story


@transaction.atomic
def publish_story(story: Story, *, by: User, at: datetime | None = None) -> Story:
    """Put a story into the library. A title and one section are enough."""
    story = lock_own(story, by)
    if story.is_published:
        return story
    ask_for_a_section(_words(story))
    story.published_at = at or timezone.now()
    story.is_by_senior = by.is_senior
    story.save(update_fields=["published_at", "is_by_senior"])
    write_ups = Postmortem.objects.filter(incidents__in=story.incidents.all())
    end("story_invite", about=write_ups, because="told", to=by)
    announce(events.STORY_PUBLISHED, story)
    return story


@transaction.atomic
def withdraw_story(story: Story, *, by: User) -> Story:
    """Take a story out of the library; it stays its author's draft."""
    story = lock_own(story, by)
    story.published_at = None
    story.save(update_fields=["published_at"])
    return story


def forget_story(story: Story) -> None:
    """Delete a story with everything that was said of it, and its pictures from the store."""
    pictures = list(story.pictures.all())
    forget_hints(story)
    story.delete()
    for picture in pictures:
        transaction.on_commit(partial(picture.file.delete, save=False), robust=True)


def check_words(words: Mapping[str, Any]) -> None:
    if unknown := set(words) - {"title", "opening", "tags", *SECTIONS}:
        raise TypeError(f"no such sections: {', '.join(sorted(unknown))}")


def ask_for_a_section(words: Mapping[str, Any]) -> None:
    """A title and one section make a story; less is a draft."""
    if not any(words.get(name) for name in SECTIONS):
        raise DomainError({"what_broke": _("One section is enough for the library. Any will do.")})


def lock_own(story: Story, by: User) -> Story:
    """The row of one's own story, locked."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.author_id != by.pk:
        raise DomainError(_("Only its author can change a story."))
    return story


def _out_of_sight(story: Story, by: User) -> list[Incident]:
    """The incidents of a story that its author does not see any more; their links stay."""
    return list(story.incidents.exclude(pk__in=Incident.objects.visible_to(by).standing()))


def _words(story: Story) -> dict[str, str]:
    return {name: getattr(story, name) for name in SECTIONS}
