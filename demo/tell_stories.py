"""Tell the stories of the demo."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from demo import stories
from demo.clock import working_moment
from demo.prose import read
from demo.stories import Told
from demo.tell_incidents import Cast
from incidents.models import Incident, Service
from learning.domain.anonymous import hand_in, publish_handed_in
from learning.domain.stories import publish_story, save_story
from learning.forms.stories import new_secret
from learning.models import Byline, Story

FOLDER = Path(stories.__file__).parent


def tell_story(
    told: Told,
    *,
    cast: Cast,
    services: Mapping[str, Service],
    incidents: Mapping[str, Incident],
    now: datetime,
) -> Story:
    """Write a story down and publish it on its day."""
    prose = read(FOLDER / f"{told.file}.md")
    teller, at = cast[told.teller], working_moment(now, told.days_ago, "11:00")
    words: dict[str, Any] = {
        "title": prose.title,
        "opening": prose.opening,
        "tags": told.tags,
        "services": [services[name] for name in told.services],
        "incidents": [incidents[told.incident]] if told.incident else [],
        **prose.sections,
    }
    if told.byline == Byline.ANONYMOUS:
        handed_in = hand_in(secret=new_secret(), by=teller, publish=True, **words)
        publish_handed_in(at=at)
        return Story.objects.get(secret_digest=handed_in.secret_digest)
    story = save_story(None, by=teller, byline=told.byline, **words)
    story = publish_story(story, by=teller, at=at)
    Story.objects.filter(pk=story.pk).update(created_at=at - timedelta(hours=2))
    return story
