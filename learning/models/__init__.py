from learning.models.document import Document, Kind
from learning.models.handed_in import HandedIn
from learning.models.outage import Outage
from learning.models.story import MOST_LETTERS, SECTIONS, Byline, Story

__all__ = [
    "MOST_LETTERS",
    "SECTIONS",
    "Byline",
    "Document",
    "HandedIn",
    "Kind",
    "Outage",
    "Story",
]
