from learning.models.handed_in import HandedIn
from learning.models.insight import Cell, How, Noticing, WordTotal
from learning.models.outage import Outage
from learning.models.pulse import Face, Occasion, PulseBox, PulseRound, SpentBallot
from learning.models.search import StoryText
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story

__all__ = [
    "MOST_LETTERS",
    "SECTIONS",
    "Byline",
    "Cell",
    "Face",
    "HandedIn",
    "How",
    "Noticing",
    "Occasion",
    "Outage",
    "PulseBox",
    "PulseRound",
    "SpentBallot",
    "Story",
    "StoryText",
    "WordTotal",
]
