from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuditEntry(models.Model):
    """One thing that was done to the organisation's accounts, access or settings.

    A trigger refuses to change an entry, and to delete one otherwise than by the retention
    (`people.domain.auditing.forget_entries_before`).
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=60)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["by", "-id"], name="audit_by_person"),
            models.Index(fields=["about_type", "about_id", "-id"], name="audit_by_thing"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(action=""), name="audit_entry_says_what"),
        ]

    def __str__(self) -> str:
        return f"audit entry {self.pk}: {self.action}"
