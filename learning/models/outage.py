from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from learning.models.story import MOST_LETTERS
from people.models import User


class OutageQuerySet(models.QuerySet["Outage"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-year", "company", "pk")


class Outage(models.Model):
    """An outage that another company had and wrote about, told in our words with a link.

    The rows are those of `learning/shelf/outages.toml`: each release brings its own.
    """

    key = models.SlugField(unique=True, max_length=60)
    company = models.CharField(_("company"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    made_possible = models.TextField(_("what made it possible"))
    learnt = models.TextField(_("what was learnt"))
    tags = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list)
    url = models.URLField(_("where they tell it"), max_length=300)

    objects = OutageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-year", "company", "id"], name="outage_newest_first"),
            GinIndex(fields=["tags"], name="outage_tags"),
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.year}: {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('learning:shelf')}#{self.key}"
