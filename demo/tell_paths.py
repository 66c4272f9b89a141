"""Make the reading paths of the demo."""

from collections.abc import Mapping
from datetime import datetime

from demo.paths import PATHS, READ
from demo.tell_incidents import Cast
from learning.domain.paths import add_to_path, make_path
from learning.domain.walking import mark_walked
from learning.models import Outage, Story
from learning.queries.paths import first_walk
from people.models import Team


def tell_paths(*, cast: Cast, stories: Mapping[str, Story], now: datetime) -> None:
    """Let leads put their paths together, and some read along one."""
    outages = {outage.key: outage for outage in Outage.objects.all()}
    for told in PATHS:
        team, maker = Team.objects.get(name=told.team), cast[told.maker]
        path = make_path(
            by=maker, title=told.title, intro=told.intro, team=team, is_first=told.is_first
        )
        for stop in told.stops:
            thing = stories.get(stop.what) or outages[stop.what]
            add_to_path(path, by=maker, thing=thing, note=stop.note)
    for key, count in READ.items():
        for entry in first_walk(cast[key]).entries[:count]:
            mark_walked(entry.thing, by=cast[key], is_on=True, at=now)
