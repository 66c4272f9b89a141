from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Dismissal(models.Model):
    """In this document, these words stay as they are.

    Neither who wrote the words nor who dismissed the hint is kept, and of the words
    only a digest.
    """

    document_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    document_id = models.PositiveBigIntegerField()
    document = GenericForeignKey("document_type", "document_id")
    rule = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_type", "document_id", "rule", "digest"], name="dismissed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.document_type_id}:{self.document_id}"
