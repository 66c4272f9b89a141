from uuid import uuid4

from django.db import models


class HandedIn(models.Model):
    """A story told anonymously, until it is put into the library with the others of its day.

    It has no time, no author and a number without an order, and the row is gone once its
    words are in the library: neither when they were handed in nor between which other rows
    can be read from what is kept. `secret_digest` is all that is known of the secret link.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    secret_digest = models.CharField(max_length=64, unique=True)
    is_ready = models.BooleanField(default=False)
    words = models.JSONField(help_text="What `save_story` takes, with rows as their numbers.")

    class Meta:
        verbose_name_plural = "handed in"

    def __str__(self) -> str:
        return f"handed in {self.pk}"
