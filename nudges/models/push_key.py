from django.db import models
from django.db.models import Q


class PushKey(models.Model):
    """The key by which push services know this site, sealed. There is one row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_push_key")]

    def __str__(self) -> str:
        return "push key"
