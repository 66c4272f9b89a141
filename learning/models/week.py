"""The weeks of the library."""

from django.db import models

from learning.models.story import Story
from nudges.attachments import Item
from people.models import User


class Week(models.Model):
    """A week from Monday on, with the story that everybody is shown in it."""

    first_day = models.DateField(unique=True)
    story = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="weeks")

    class Meta:
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return str(self.first_day)

    def items_for(self, person: User) -> list[Item]:
        """What the mail about it lists."""
        from learning.week_mail import items_for

        return items_for(person)
