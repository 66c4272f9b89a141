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
        """What the mail about it lists; nothing once the next one tells of the last days.

        Whoever comes back from weeks away finds one such mail, and not one for each.
        """
        from learning.week_mail import items_for

        is_past = Week.objects.filter(first_day__gt=self.first_day).exists()
        return [] if is_past else items_for(person)
