from learning.models.gap import Gap
from learning.models.handed_in import HandedIn
from learning.models.outage import Outage
from learning.models.path import PathItem, PathMark, ReadingPath
from learning.models.picture import StoryPicture
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
    "Gap",
    "HandedIn",
    "Outage",
    "PathItem",
    "PathMark",
    "Reaction",
    "ReactionKind",
    "Reading",
    "ReadingPath",
    "Remark",
    "Story",
    "StoryPicture",
    "StoryText",
]
