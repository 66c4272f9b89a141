from learning.models.handed_in import HandedIn
from learning.models.outage import Outage
from learning.models.practice import Clue, Look, Run, Scenario, ScenarioState
from learning.models.search import StoryText
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story

__all__ = [
    "MOST_LETTERS",
    "SECTIONS",
    "Byline",
    "Clue",
    "HandedIn",
    "Look",
    "Outage",
    "Run",
    "Scenario",
    "ScenarioState",
    "Story",
    "StoryText",
]
