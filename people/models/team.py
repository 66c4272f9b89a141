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
