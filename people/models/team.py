from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """People who look after services together."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    tech_leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="leads_teams", verbose_name=_("tech leads")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RotaPlaceQuerySet(models.QuerySet["RotaPlace"]):
    def in_order(self) -> Self:
        return self.order_by("position")


class RotaPlace(models.Model):
    """One of the people whom a team asks to reach out when no tech lead can, in order."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="rota")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = RotaPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], name="once_on_a_rota"),
            # Places are counted anew in one statement, so two meet until it is done.
            models.UniqueConstraint(
                fields=["team", "position"],
                name="one_person_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"rota place {self.pk}"
