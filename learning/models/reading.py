from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.models.story import Story
from people.models import User

LONGEST_COMMENT = 2_000


class ReactionKind(models.TextChoices):
    THANK_YOU = "thank_you", _("Thank you")
    ME_TOO = "me_too", _("Me too")
    LEARNED = "learned", _("Learned")


class Reaction(models.Model):
    """That a story helped somebody. Who it was is shown only if they want it to be."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="reactions")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind)
    shows_name = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "reader", "kind"], name="react_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ReactionKind.values), name="reaction_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for story {self.story_id}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the story sees what is said under it."""
        return self.filter(story__in=Story.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user).standing()

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(withdrawn_at=None)


class Remark(models.Model):
    """What somebody says under a story, with their name."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=LONGEST_COMMENT)
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_something")]
        indexes = [models.Index(fields=["story", "written_at", "id"], name="remarks_of_story")]

    def __str__(self) -> str:
        return f"remark {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.story.get_absolute_url()}#remark-{self.pk}"


class Reading(models.Model):
    """What one reader keeps for themselves about a story. Nobody else ever sees it."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    bookmarked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "story"], name="one_reading")]
        indexes = [
            models.Index(
                fields=["reader", "-bookmarked_at", "-id"],
                condition=Q(bookmarked_at__isnull=False),
                name="bookmarks_of_reader",
            )
        ]

    def __str__(self) -> str:
        return f"reading of story {self.story_id}"
