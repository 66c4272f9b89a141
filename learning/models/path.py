"""Reading paths: what to read one after another, and what one reader has read of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from learning.models.outage import Outage
from learning.models.reading import Reading
from learning.models.story import Story
from people.models import Team, User
from postmortems.models import Postmortem

# What stands on a path, by the word for it in an address.
KINDS: dict[str, type[models.Model]] = {"story": Story, "write-up": Postmortem, "outage": Outage}


class ReadingPathQuerySet(models.QuerySet["ReadingPath"]):
    def visible_to(self, user: User) -> Self:
        """Paths are for everyone. What stands on one and is not for a reader is left out."""
        return self if user.is_active else self.none()

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def first_of(self, user: User) -> Self:
        """Where somebody new begins: the path of their team, and behind it the one for everyone."""
        theirs = Q(team=None) | Q(team=user.team_id) if user.team_id else Q(team=None)
        by_team = models.F("team").asc(nulls_last=True)
        return self.filter(theirs, is_first=True).order_by(by_team)


class ReadingPath(models.Model):
    """What a team would like its people to have read, in the order in which it helps.

    One path comes with Goldseam, is for everyone and has no words of its own, so that it
    speaks the reader's language. While nobody has arranged it, it fills itself.
    """

    # Deleted with its team, what stands on it would be listed to an admin who may not see it.
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="reading_paths"
    )
    title = models.CharField(gettext_lazy("title"), max_length=120, blank=True)
    intro = models.CharField(gettext_lazy("what it is for"), max_length=300, blank=True)
    is_first = models.BooleanField(gettext_lazy("for whoever is new"), default=False)
    is_brought = models.BooleanField(default=False, editable=False)

    objects = ReadingPathQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") | Q(is_brought=True), name="path_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(is_brought=False) | Q(team=None, is_first=True),
                name="brought_path_is_for_everyone",
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(is_first=True),
                nulls_distinct=False,
                name="one_first_path_a_team",
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Your first ten stories")

    def get_absolute_url(self) -> str:
        return reverse("learning:path", args=[self.pk])


class PathItemQuerySet(models.QuerySet["PathItem"]):
    def visible_to(self, user: User) -> Self:
        """What a reader may read: the rest is as if it were not there."""
        return self.filter(
            Q(story__in=Story.objects.visible_to(user).published())
            | Q(write_up__in=Postmortem.objects.visible_to(user).published())
            | Q(outage__in=Outage.objects.visible_to(user))
        )

    def marked_for(self, reader: User) -> Self:
        """Each with whether the reader has read it, in `is_read`."""
        stories = Reading.objects.filter(reader=reader, read_at__isnull=False)
        marks = PathMark.objects.filter(reader=reader)
        return self.annotate(
            is_read=Exists(stories.filter(story=OuterRef("story")))
            | Exists(marks.filter(write_up=OuterRef("write_up")))
            | Exists(marks.filter(outage=OuterRef("outage")))
        )


class PathItem(models.Model):
    """One thing to read on a path, and what whoever made the path says before it."""

    path = models.ForeignKey(ReadingPath, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    story = models.ForeignKey(Story, models.CASCADE, null=True, related_name="+")
    write_up = models.ForeignKey(Postmortem, models.CASCADE, null=True, related_name="+")
    outage = models.ForeignKey(Outage, models.CASCADE, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    # What `marked_for` adds.
    is_read: bool

    objects = PathItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, write_up=None, outage=None)
                | Q(story=None, write_up__isnull=False, outage=None)
                | Q(story=None, write_up=None, outage__isnull=False),
                name="path_item_is_one_thing",
            ),
            # Checked at the end: while things move, two of them stand in one place.
            models.UniqueConstraint(
                fields=["path", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="one_thing_a_place",
            ),
            models.UniqueConstraint(fields=["path", "story"], name="story_once_on_a_path"),
            models.UniqueConstraint(fields=["path", "write_up"], name="write_up_once_on_a_path"),
            models.UniqueConstraint(fields=["path", "outage"], name="outage_once_on_a_path"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk} of path {self.path_id}"

    @property
    def thing(self) -> Story | Postmortem | Outage:
        """What is to be read."""
        thing = self.story or self.write_up or self.outage
        assert thing is not None
        return thing


class PathMark(models.Model):
    """That one reader has read a write-up or an outage. Nobody else ever sees it.

    Stories have theirs in `Reading`.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    write_up = models.ForeignKey(Postmortem, models.CASCADE, null=True, related_name="+")
    outage = models.ForeignKey(Outage, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(write_up__isnull=False, outage=None)
                | Q(write_up=None, outage__isnull=False),
                name="path_mark_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["reader", "write_up"], name="one_mark_a_write_up"),
            models.UniqueConstraint(fields=["reader", "outage"], name="one_mark_an_outage"),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
