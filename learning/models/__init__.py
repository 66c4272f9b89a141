from learning.models.search import StoryText
from learning.models.story import SECTIONS, Byline, Story

__all__ = ["SECTIONS", "Byline", "Story", "StoryText"]
