from learning.models.story import SECTIONS, Byline, Place, Story

__all__ = ["SECTIONS", "Byline", "Place", "Story"]
