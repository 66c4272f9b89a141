"""Say what the people of the demo said of stories."""

from collections.abc import Mapping
from datetime import datetime

from demo.clock import working_moment
from demo.said import SAID, Said
from demo.tell_incidents import Cast
from learning.domain.reading import react, remark
from learning.models import ReactionKind, Story


def tell_said(*, cast: Cast, stories: Mapping[str, Story], now: datetime) -> None:
    """Let readers react, one in three with their name, and say something kind."""
    for said in SAID:
        story = stories[said.story]
        _react(story, said, cast)
        for one in said.remarks:
            at = working_moment(now, one.days_ago, "10:40")
            remark(story, by=cast[one.by], text=one.text, at=at)


def _react(story: Story, said: Said, cast: Cast) -> None:
    for kind in ReactionKind:
        for number, key in enumerate(getattr(said, kind.value).split()):
            react(story, by=cast[key], kind=kind, is_on=True, shows_name=number % 3 == 0)
