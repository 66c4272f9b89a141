from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from people.models import User


class LinkKind(models.TextChoices):
    RELATED = "related", _("Related")
    HAPPENED_AGAIN = "happened_again", _("Happened again")


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> Self:
        """A link is seen by those who see both of its ends."""
        seen = Incident.objects.visible_to(user)
        return self.filter(incident__in=seen, other__in=seen)

    def of(self, incident: Incident) -> Self:
        """The links of an incident, whichever end it is."""
        return self.filter(Q(incident=incident) | Q(other=incident))

    def between(self, one: Incident, other: Incident) -> Self:
        return self.filter(Q(incident=one, other=other) | Q(incident=other, other=one))


class Link(models.Model):
    """Two incidents that belong together; `other` came first where one happened again."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="links")
    other = models.ForeignKey(Incident, models.CASCADE, related_name="links_here")
    kind = models.CharField(_("kind"), max_length=15, choices=LinkKind, default=LinkKind.RELATED)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "other"], name="linked_once"),
            models.CheckConstraint(
                condition=Q(kind__in=LinkKind.values), name="link_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(incident=F("other")), name="link_is_to_another_incident"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Merge(models.Model):
    """A duplicate was merged into another incident; `moved` and `before` are what undoes that.

    `moved` maps each column that pointed at the duplicate to the keys of the rows
    that now point at the other incident. `before` keeps what else was changed: columns
    of the two, roles, and what had to be unlike anything that was there.
    """

    duplicate = models.ForeignKey(Incident, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Incident, models.CASCADE, related_name="merges_here")
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="merged_once"
            ),
            models.CheckConstraint(
                condition=~Q(duplicate=F("into")), name="merge_is_into_another_incident"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
