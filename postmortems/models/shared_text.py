from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from postmortems.models.postmortem import Postmortem


class SharedText(models.Model):
    """The words of a write-up as a Yjs document, which several people change at once.

    `state` is the document up to the update numbered `folded`; what came after it
    is in `TextUpdate`. The columns of the write-up hold the same words as text,
    written in the same transaction. `generation` tells a browser that kept its
    own copy whether this is still the document it began from.
    """

    postmortem = models.OneToOneField(
        Postmortem, models.CASCADE, primary_key=True, related_name="shared_text"
    )
    generation = models.UUIDField(default=uuid4, editable=False)
    state = models.BinaryField()
    folded = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"shared text {self.pk}"


class TextUpdate(models.Model):
    """One change of a shared text, in the order in which they were kept."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="text_updates")
    update = models.BinaryField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["postmortem", "id"], name="text_update_in_order")]

    def __str__(self) -> str:
        return f"text update {self.pk}"
