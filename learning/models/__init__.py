from learning.models.story import SECTIONS, Byline, Story

__all__ = ["SECTIONS", "Byline", "Story"]
