from django.conf import settings
from django.db import models
from django.utils import timezone


class Identity(models.Model):
    """Who somebody is for the single sign-on: an issuer, and what it calls them for good.

    Never an address: those are given to somebody else when a person has left.
    """

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_person"),
            models.UniqueConstraint(fields=["issuer", "person"], name="one_identity_an_issuer"),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"
