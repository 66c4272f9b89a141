"""Tell a story without anybody, Goldseam included, knowing whose it is.

Nothing that is kept leads back: `by` is asked what they may link and how many could have
written it, and then forgotten. The words wait in `HandedIn`, which has no times and no
order, until `publish_handed_in` puts all that came in a day into the library at once, in
no order. Whoever holds the secret can read, change and withdraw it; only its digest is kept.

Its limits: until the next night Postgres itself knows between which of its transactions a
row was written; and a draft that was first kept with a name is in the backups of that time.
"""

import hashlib
import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Service
from learning import events
from learning.domain.blurring import open_to_all, team_to_say, teams_there
from learning.domain.stories import ask_for_a_section, check_words, forget_story
from learning.models import SECTIONS, Byline, HandedIn, Story
from people.errors import DomainError
from people.models import Team, User
from webhooks.domain.announcing import announce

WORDS = ("title", "opening", *SECTIONS, "tags")
ROWS = ("services", "incidents")
PICTURE = "/pictures/"


@transaction.atomic
def hand_in(
    *,
    secret: str,
    by: User,
    publish: bool,
    draft: Story | None = None,
    services: Iterable[Service] = (),
    incidents: Iterable[Incident] = (),
    **words: Any,
) -> HandedIn:
    """Take a story in, or the newer words of one; it is in the library from the next day on.

    The same secret is the same story, however often it comes. `draft` is where it was
    begun with a name: nothing of it stays.
    """
    check_words(words)
    if publish:
        ask_for_a_section(words)
    if draft is not None:
        _let_go_of_draft(draft, by)
    incidents = open_to_all(incidents)
    there = teams_there(incidents)
    told = {
        **{name: words[name] for name in WORDS if words.get(name)},
        "services": sorted(one.pk for one in services),
        "incidents": sorted(one.pk for one in incidents),
        "told_from": team_to_say(digest(secret), by, there),
    }
    _without_pictures(told)
    handed_in, is_new = HandedIn.objects.select_for_update().get_or_create(
        secret_digest=digest(secret), defaults={"words": told, "is_ready": publish}
    )
    if not is_new:
        handed_in.words, handed_in.is_ready = told, publish or handed_in.is_ready
        handed_in.save()
    return handed_in


@transaction.atomic
def publish_handed_in(*, at: datetime | None = None) -> int:
    """Put everything that waits into the library, in no order. Returns how many.

    Their time is the beginning of the day, the same for all.
    """
    day = (at or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = list(HandedIn.objects.select_for_update(skip_locked=True).filter(is_ready=True))
    random.SystemRandom().shuffle(waiting)
    for one in waiting:
        _put_into_library(one, day)
    HandedIn.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    _stir()
    return len(waiting)


@transaction.atomic
def withdraw_anonymous(secret: str) -> None:
    """Take a story out for good: there is no draft that could be kept for anybody."""
    HandedIn.objects.filter(secret_digest=digest(secret)).delete()
    for story in Story.objects.filter(secret_digest=digest(secret)):
        forget_story(story)


def words_behind(secret: str) -> dict[str, Any] | None:
    """What the holder of a secret wrote last, as `hand_in` takes it with rows as numbers."""
    handed_in = HandedIn.objects.filter(secret_digest=digest(secret)).first()
    if handed_in:
        return {name: value for name, value in handed_in.words.items() if name != "told_from"}
    story = Story.objects.filter(secret_digest=digest(secret)).first()
    if story is None:
        return None
    rows = {name: list(getattr(story, name).values_list("pk", flat=True)) for name in ROWS}
    return {name: getattr(story, name) for name in WORDS} | rows


def digest(secret: str) -> str:
    """What is kept of a secret. It is long and drawn at random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _stir() -> None:
    """Write what is kept for later anew, in no order, so that no row is older than another."""
    kept = list(HandedIn.objects.select_for_update(skip_locked=True))
    random.SystemRandom().shuffle(kept)
    for one in kept:
        one.save()


def _without_pictures(told: dict[str, Any]) -> None:
    for name in SECTIONS:
        if PICTURE in told.get(name, ""):
            raise DomainError(
                {
                    name: _(
                        "A picture says who put it there, so an anonymous story has none. "
                        "Please take it out, or say in words what it shows."
                    )
                }
            )


def _let_go_of_draft(draft: Story, by: User) -> None:
    draft = Story.objects.select_for_update().get(pk=draft.pk)
    if draft.author_id != by.pk:
        raise DomainError(_("Only its author can change a story."))
    if draft.is_published:
        raise DomainError(
            {
                "byline": _(
                    "This has been read with your name or team. Take it out of the library, "
                    "and tell it anew without them."
                )
            }
        )
    forget_story(draft)


def _put_into_library(handed_in: HandedIn, day: datetime) -> None:
    words = dict(handed_in.words)
    rows = {name: words.pop(name) for name in ROWS}
    team = Team.objects.filter(pk=words.pop("told_from")).first()
    known = Story.objects.filter(secret_digest=handed_in.secret_digest).select_for_update().first()
    story = known or Story(
        byline=Byline.ANONYMOUS,
        secret_digest=handed_in.secret_digest,
        created_at=day,
        published_at=day,
    )
    for name in WORDS:
        setattr(story, name, words.get(name, [] if name == "tags" else ""))
    story.told_from = team
    story.save()
    story.services.set(Service.objects.filter(pk__in=rows["services"]))
    story.incidents.set(Incident.objects.filter(pk__in=rows["incidents"]))
    if known is None:
        announce(events.STORY_PUBLISHED, story)
