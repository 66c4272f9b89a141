from django.db import models

from learning.models.story import Story
from postmortems.models import FollowUp


class Gap(models.Model):
    """After which story somebody saw that something is missing from the docs.

    The follow-up itself knows nothing of the story. When that is deleted, this goes with it,
    and what is missing stays missing.
    """

    follow_up = models.OneToOneField(FollowUp, models.CASCADE, primary_key=True, related_name="gap")
    story = models.ForeignKey(Story, models.CASCADE, related_name="gaps")

    def __str__(self) -> str:
        return f"gap {self.pk}"
