"""Say what the people of the demo found missing from the docs."""

from collections.abc import Mapping
from datetime import datetime

from demo.clock import working_moment
from demo.missed import MISSED
from demo.tell_incidents import Cast
from incidents.models import Service
from learning.domain.gaps import miss_in_story
from learning.models import Story
from postmortems.domain.gaps import miss_at_service


def tell_missed(
    *, cast: Cast, stories: Mapping[str, Story], services: Mapping[str, Service], now: datetime
) -> None:
    for told in MISSED:
        at, by = working_moment(now, told.days_ago, "15:20"), cast[told.by]
        if told.story:
            miss_in_story(stories[told.story], by=by, what=told.what, at=at)
        else:
            miss_at_service(services[told.service], by=by, what=told.what, at=at)
