"""What is searched: kept by Postgres itself, by the triggers of migration 0007.

Whoever writes a title or a timeline entry, in whatever way, need not think of it.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from incidents.models.incident import Incident


class SearchText(models.Model):
    """The words of one incident, in one row, so that they can stand in different entries.

    It is a table of its own: an incident that changes its status takes no new
    place in these indexes, and a page that reads incidents does not read this.
    """

    incident = models.OneToOneField(
        Incident, models.CASCADE, primary_key=True, related_name="search_text"
    )
    title = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            # What waits to be sorted in is read by every search, so little may wait.
            GinIndex(fields=["title"], name="searched_title", gin_pending_list_limit=256),
            GinIndex(fields=["words"], name="searched_words", gin_pending_list_limit=512),
        ]

    def __str__(self) -> str:
        return f"words of INC-{self.pk}"


class KnownWord(models.Model):
    """A word of an incident that is not restricted, by which a misspelt one is put right.

    `variants` are the word and what is left of it without one of its letters: two
    words that are one slip apart share one. It is not unique, since two people
    who write a new word at the same time must not wait for one another.
    """

    word = models.TextField()
    variants = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="known_word"),
            GinIndex(fields=["word"], name="known_word_like", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["variants"], name="known_word_variants"),
        ]

    def __str__(self) -> str:
        return self.word
