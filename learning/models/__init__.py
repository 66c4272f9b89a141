from learning.models.document import Document, Kind
from learning.models.gap import Gap
from learning.models.handed_in import HandedIn
from learning.models.insight import Cell, How, Noticing, WordTotal
from learning.models.outage import Outage
from learning.models.path import PathItem, PathMark, ReadingPath
from learning.models.picture import StoryPicture
from learning.models.practice import Clue, Look, Run, Scenario, ScenarioState
from learning.models.pulse import Face, Occasion, PulseBox, PulseRound, SpentBallot
from learning.models.reading import (
    LONGEST_COMMENT,
    Reaction,
    ReactionKind,
    Reading,
    Remark,
)
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story
from learning.models.talk_asking import (
    Answer,
    SlotSwap,
    SwapState,
    TalkCalendar,
    TalkInvitation,
)
from learning.models.talks import SessionState, TalkSeries, TalkSession, TalkSlot
from learning.models.week import Week

__all__ = [
    "LONGEST_COMMENT",
    "MOST_LETTERS",
    "SECTIONS",
    "Answer",
    "Byline",
    "Cell",
    "Clue",
    "Document",
    "Face",
    "Gap",
    "HandedIn",
    "How",
    "Kind",
    "Look",
    "Noticing",
    "Occasion",
    "Outage",
    "PathItem",
    "PathMark",
    "PulseBox",
    "PulseRound",
    "Reaction",
    "ReactionKind",
    "Reading",
    "ReadingPath",
    "Remark",
    "Run",
    "Scenario",
    "ScenarioState",
    "SessionState",
    "SlotSwap",
    "SpentBallot",
    "Story",
    "StoryPicture",
    "SwapState",
    "TalkCalendar",
    "TalkInvitation",
    "TalkSeries",
    "TalkSession",
    "TalkSlot",
    "Week",
    "WordTotal",
]
