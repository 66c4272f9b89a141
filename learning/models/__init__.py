from learning.models.handed_in import HandedIn
from learning.models.outage import Outage
from learning.models.search import StoryText
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story
from learning.models.talk_asking import (
    Answer,
    SlotSwap,
    SwapState,
    TalkCalendar,
    TalkInvitation,
)
from learning.models.talks import SessionState, TalkSeries, TalkSession, TalkSlot

__all__ = [
    "MOST_LETTERS",
    "SECTIONS",
    "Answer",
    "Byline",
    "HandedIn",
    "Outage",
    "SessionState",
    "SlotSwap",
    "Story",
    "StoryText",
    "SwapState",
    "TalkCalendar",
    "TalkInvitation",
    "TalkSeries",
    "TalkSession",
    "TalkSlot",
]
