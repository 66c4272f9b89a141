from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Service
from people.models import Team, User

WORDS_A_MINUTE = 220
# Of one tag.
MOST_LETTERS = 40

# The sections in the order in which they are told, each a Markdown column.
SECTIONS = {
    "what_i_was_trying_to_do": _("What I was trying to do"),
    "what_broke": _("What broke"),
    "how_we_noticed": _("How we noticed"),
    "how_it_was_put_right": _("How it was put right"),
    "how_it_felt": _("How it felt"),
    "what_i_know_now": _("What I know now"),
    "what_changed": _("What changed"),
}


class Byline(models.TextChoices):
    NAME = "name", _("With my name")
    ROLE = "role", _("As someone in my team")
    ANONYMOUS = "anonymous", _("Anonymously")


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> Self:
        """Published stories are for everyone, a draft for its author."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(published_at__isnull=False) | Q(author=user))

    def with_teller(self) -> Self:
        """Load what says who tells it."""
        return self.select_related("author__team", "told_from")

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafted_by(self, user: User) -> Self:
        """What a person has not published, newest first."""
        return self.filter(author=user, published_at=None).order_by("-pk")

    def seniors_first(self) -> Self:
        """Experienced people's stories, then all, the newest first."""
        return self.order_by("-is_by_senior", "-published_at", "-pk")


class Story(models.Model):
    """Something somebody broke in production, told so that others feel less alone.

    `is_by_senior` is kept from the day of publishing, so that the library's
    order has an index. An anonymous story has no author, and a team only where many
    people could have written it; whoever holds its secret can change it.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="stories"
    )
    told_from = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    byline = models.CharField(_("told"), max_length=10, choices=Byline, default=Byline.NAME)
    title = models.CharField(_("title"), max_length=200)
    opening = models.CharField(_("in one line"), max_length=300, blank=True)
    what_i_was_trying_to_do = models.TextField(SECTIONS["what_i_was_trying_to_do"], blank=True)
    what_broke = models.TextField(SECTIONS["what_broke"], blank=True)
    how_we_noticed = models.TextField(SECTIONS["how_we_noticed"], blank=True)
    how_it_was_put_right = models.TextField(SECTIONS["how_it_was_put_right"], blank=True)
    how_it_felt = models.TextField(SECTIONS["how_it_felt"], blank=True)
    what_i_know_now = models.TextField(SECTIONS["what_i_know_now"], blank=True)
    what_changed = models.TextField(SECTIONS["what_changed"], blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="stories")
    incidents = models.ManyToManyField(Incident, blank=True, related_name="stories")
    tags = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)
    is_by_senior = models.BooleanField(default=False)
    client_token = models.UUIDField(
        null=True, editable=False, help_text=_("Makes a repeated submit the same story.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=Q(byline__in=Byline.values), name="story_byline_is_known"
            ),
            models.UniqueConstraint(fields=["author", "client_token"], name="one_story_a_submit"),
            models.UniqueConstraint(
                fields=["secret_digest"],
                condition=~Q(secret_digest=""),  # nosec B106
                name="one_story_a_secret",
            ),
            models.CheckConstraint(
                condition=Q(
                    byline=Byline.ANONYMOUS,
                    author=None,
                    client_token=None,
                    published_at__isnull=False,
                    is_by_senior=False,
                )
                & ~Q(secret_digest="")  # nosec B106
                | ~Q(byline=Byline.ANONYMOUS)
                & Q(author__isnull=False, told_from=None, secret_digest=""),  # nosec B106
                name="anonymous_story_has_no_author",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_by_senior", "-published_at", "-id"],
                condition=Q(published_at__isnull=False),
                name="story_seniors_first",
            ),
            GinIndex(fields=["tags"], name="story_tags"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:story", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def shows_name(self) -> bool:
        return self.byline == Byline.NAME

    @property
    def is_anonymous(self) -> bool:
        return self.byline == Byline.ANONYMOUS

    @property
    def team(self) -> Team | None:
        """The team that readers may know it is from."""
        return self.author.team if self.author else self.told_from

    @property
    def reading_minutes(self) -> int:
        texts = [self.opening, *(text for _heading, text in self.sections())]
        words = sum(len(text.split()) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    def sections(self) -> list[tuple[str, str]]:
        """The headings and Markdown of the sections that have something in them."""
        return [
            (str(label), getattr(self, name))
            for name, label in SECTIONS.items()
            if getattr(self, name)
        ]
