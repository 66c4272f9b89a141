"""What is searched of stories: kept by Postgres itself, by the trigger of migration 0003."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from learning.models.story import Story


class StoryText(models.Model):
    """The words of one story, beside it so that a page that reads stories does not read them."""

    story = models.OneToOneField(
        Story, models.CASCADE, primary_key=True, related_name="search_text"
    )
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="searched_story", gin_pending_list_limit=256)]

    def __str__(self) -> str:
        return f"words of story {self.pk}"
