"""Totals of a quarter. No row here is about fewer than five, and none about a person."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Service
from learning.insights.figures import FIGURES
from learning.insights.groups import FIVE
from people.models import Team, User


class CellQuerySet(models.QuerySet["Cell"]):
    def visible_to(self, user: User) -> Self:
        """The same for everybody: nothing restricted is counted, so there is nothing to hide."""
        return self if user.is_active else self.none()


class Cell(models.Model):
    """One figure of one quarter, for everyone, a team or a service. It is never counted again.

    `values` are counts: of steps of time, of yes and no, of kinds; or the sum of answers.
    """

    figure = models.CharField(max_length=20)
    quarter = models.DateField(help_text=_("Its first day."))
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="+")
    n = models.PositiveIntegerField()
    values = models.JSONField()
    counted_on = models.DateField()

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "quarter", "team", "service"],
                nulls_distinct=False,
                name="counted_once",
            ),
            models.CheckConstraint(
                condition=Q(figure__in=sorted(FIGURES)), name="cell_figure_is_known"
            ),
            models.CheckConstraint(condition=Q(n__gte=FIVE), name="cell_is_of_five_or_more"),
            models.CheckConstraint(
                condition=Q(team=None) | Q(service=None), name="cell_is_of_one_group"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "service", "-quarter"], name="cell_of_group"),
            models.Index(fields=["figure", "-quarter"], name="cell_of_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.quarter}"


class How(models.TextChoices):
    """How an incident came to be known."""

    ALERT = "alert", _("An alert")
    WATCHING = "watching", _("Somebody watched a change go out")
    COLLEAGUE = "colleague", _("A colleague saw it")
    CUSTOMER = "customer", _("A customer told us")
    OUTSIDE = "outside", _("Another company told us")
    CHANCE = "chance", _("By chance")


class Noticing(models.Model):
    """How one incident was noticed, as somebody said afterwards."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="noticing")
    how = models.CharField(_("how it was noticed"), max_length=10, choices=How)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="way_of_noticing_is_known")
        ]

    def __str__(self) -> str:
        return f"noticed {self.pk}"


class WordTotal(models.Model):
    """How long kind words took in a quarter, while it is counted, for everyone together.

    Notes are deleted after 30 days, so each day is added two weeks later; `until` is the
    first that is not. Once the quarter is counted `values` is emptied for good.
    """

    quarter = models.DateField(unique=True)
    until = models.DateField()
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"words of {self.quarter}"
