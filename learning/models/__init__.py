from learning.models.handed_in import HandedIn
from learning.models.outage import Outage
from learning.models.picture import StoryPicture
from learning.models.practice import Clue, Look, Run, Scenario, ScenarioState
from learning.models.reading import (
    LONGEST_COMMENT,
    Reaction,
    ReactionKind,
    Reading,
    Remark,
)
from learning.models.search import StoryText
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story

__all__ = [
    "LONGEST_COMMENT",
    "MOST_LETTERS",
    "SECTIONS",
    "Byline",
    "Clue",
    "HandedIn",
    "Look",
    "Outage",
    "Reaction",
    "ReactionKind",
    "Reading",
    "Remark",
    "Run",
    "Scenario",
    "ScenarioState",
    "Story",
    "StoryPicture",
    "StoryText",
]
