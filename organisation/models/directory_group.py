from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from people.models import Team


class DirectoryGroup(models.Model):
    """A group that a directory (SCIM) keeps here. It stands for a team, or for a role.

    Which role is said by the environment (`OIDC_ROLES`), as for the groups of single sign-on.
    """

    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=255, blank=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="directory_groups"
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="directory_groups")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="directory_group_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> str:
        """The role that its members have at least, or none."""
        return str(settings.OIDC_ROLES.get(self.name, ""))
