from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident, Severity, UndoPath
from incidents.models.service import Service


class Task(models.Model):
    """One thing to do in an incident.

    `suggestion` names where it came from, a step of the undo path or an item of
    a checklist, so that nothing suggested is added twice.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="tasks")
    text = models.CharField(_("what is to be done"), max_length=300)
    suggestion = models.CharField(max_length=80, blank=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who does it"),
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "suggestion"],
                condition=~Q(suggestion=""),
                name="suggested_task_once",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class Checklist(models.Model):
    """A template of tasks, for incidents of a severity, an undo path or a service; or for all."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    undo_path = models.CharField(_("undo path"), max_length=25, choices=UndoPath, blank=True)
    service = models.ForeignKey(
        Service,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="checklists",
        verbose_name=_("service"),
    )
    items = ArrayField(models.CharField(max_length=300), verbose_name=_("tasks"))

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
