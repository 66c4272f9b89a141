"""What the library is searched by: kept by Postgres itself, by the triggers of migration 0006."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from learning.models.outage import Outage
from learning.models.story import MOST_LETTERS, Story
from people.models import User
from postmortems.models import Postmortem

# What little waits to be sorted into an index is read by every search.
WAITING = 256


class Kind(models.TextChoices):
    STORY = "story", _("Stories")
    WRITE_UP = "write_up", _("Write-ups")
    OUTAGE = "outage", _("Well-known outages")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """All but the write-ups that `Postmortem.objects.visible_to` leaves out."""
        if not user.is_active:
            return self.none()
        hidden = Postmortem.objects.hidden_from(user).filter(pk=OuterRef("postmortem"))
        not_for_all = Document.objects.filter(~Exists(hidden), is_open=False)
        return self.filter(Q(is_open=True) | Q(pk__in=not_for_all.values("pk")))

    def told(self) -> Self:
        """Stories, of people here and of well-known companies."""
        return self.exclude(kind=Kind.WRITE_UP)

    def stories(self) -> Self:
        """The stories of people here, with who tells each, in the order of the library."""
        tellers = self.select_related("story__author__team", "story__told_from")
        return tellers.filter(kind=Kind.STORY).in_order()

    def counted_from(self, at: Combinable) -> Self:
        """Each with when it counts from for one reader, in `at`, the latest first."""
        return self.annotate(at=at).order_by(F("at").desc(), F("pk").desc())

    def ranked(self, number: Combinable) -> Self:
        """Each with how much it is about what was asked, in `number`, the most first."""
        return self.annotate(number=number).order_by(F("number").desc(), F("pk").desc())

    def in_order(self) -> Self:
        return self.order_by("-stands_at", "-pk")


class Document(models.Model):
    """One row for each story in the library, published write-up and well-known outage.

    What is not to be read by others has none. `words` has the words of the title with
    the weight A, tags and references with B, and all of the text with D. Of a write-up
    it has those with C that stand there without a capital letter: a word that is also
    somebody's name is looked for among these where people are read by role.

    `is_open` says that none of a write-up's incidents is restricted, so that nobody's
    rights have to be looked up for the many that are open to everyone.

    `stands_at` is where it has its place in the library: when it was published, with
    half a year's start for a senior's story.
    """

    kind = models.CharField(max_length=10, choices=Kind)
    story = models.OneToOneField(Story, models.CASCADE, null=True, related_name="document")
    postmortem = models.OneToOneField(
        Postmortem, models.CASCADE, null=True, related_name="document"
    )
    outage = models.OneToOneField(Outage, models.CASCADE, null=True, related_name="document")
    title = SearchVectorField()
    words = SearchVectorField()
    tags = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list)
    services = ArrayField(models.BigIntegerField(), default=list)
    is_by_senior = models.BooleanField(default=False)
    names_as_roles = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    stands_at = models.DateTimeField()

    # What `counted_from` and `ranked` add.
    at: datetime
    number: int

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.STORY, story__isnull=False, postmortem=None, outage=None)
                | Q(kind=Kind.WRITE_UP, story=None, postmortem__isnull=False, outage=None)
                | Q(kind=Kind.OUTAGE, story=None, postmortem=None, outage__isnull=False),
                name="document_is_of_one_thing",
            )
        ]
        indexes = [
            GinIndex(fields=["words"], name="document_words", gin_pending_list_limit=WAITING),
            GinIndex(fields=["title"], name="document_title", gin_pending_list_limit=WAITING),
            GinIndex(fields=["tags"], name="document_tags", gin_pending_list_limit=WAITING),
            GinIndex(fields=["services"], name="document_services", gin_pending_list_limit=WAITING),
            models.Index(fields=["-stands_at", "-id"], name="document_order"),
            models.Index(fields=["kind", "-stands_at", "-id"], name="document_order_of_kind"),
            models.Index(
                fields=["postmortem"], name="document_not_for_all", condition=Q(is_open=False)
            ),
            # Stories are looked up beside every incident, and are few among write-ups.
            GinIndex(
                fields=["words"],
                name="told_words",
                condition=~Q(kind=Kind.WRITE_UP),
                gin_pending_list_limit=WAITING,
            ),
            models.Index(fields=["-id"], name="told_newest", condition=~Q(kind=Kind.WRITE_UP)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.story_id or self.postmortem_id or self.outage_id}"

    @property
    def thing(self) -> Story | Postmortem | Outage:
        """What it is of, which is loaded with it."""
        thing = self.story or self.postmortem or self.outage
        assert thing is not None
        return thing
