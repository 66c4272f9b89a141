from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.anchors import Anchor
from postmortems.models.factor import ContributingFactor
from postmortems.models.postmortem import Postmortem
from postmortems.models.sections import SECTIONS

# What a thread can be about, besides the sections.
WHOLE = ""
TITLE = "title"
FACTOR = "factor"
PLACES = (WHOLE, TITLE, FACTOR, *SECTIONS)

LONGEST_QUOTE = 2_000
LONGEST_COMMENT = 20_000


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees what is said about it."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def open(self) -> Self:
        return self.filter(resolved_at=None)


class Thread(models.Model):
    """Comments about the same words of a write-up, or about a section, a factor or all of it.

    `quote` is the words as they were; from `start` to `end` of the section they stand now,
    in code points of its text. Every change of the text moves both along, so they are the
    same when the words are gone. Without a place in a section both are null.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="threads")
    section = models.CharField(max_length=40, blank=True)
    factor = models.ForeignKey(
        ContributingFactor, models.SET_NULL, null=True, related_name="threads"
    )
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ThreadQuerySet.as_manager()
    named_with = ("postmortem",)
    incident_path = "postmortem__incidents"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(section__in=PLACES), name="thread_place_is_known"),
            models.CheckConstraint(
                condition=Q(start=None, end=None)
                | Q(start__isnull=False, end__gte=F("start"), section__in=list(SECTIONS)),
                name="thread_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(factor=None) | Q(section=FACTOR), name="thread_factor_has_its_place"
            ),
        ]
        indexes = [models.Index(fields=["postmortem", "section"], name="thread_of_section")]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.postmortem.get_absolute_url()}#thread-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def anchor(self) -> Anchor | None:
        return None if self.start is None or self.end is None else Anchor(self.start, self.end)

    @property
    def words_now(self) -> str:
        """What stands today where the quoted words stood; empty when they are gone."""
        if self.section == FACTOR:
            return self.factor.text if self.factor else ""
        if self.section == TITLE:
            return self.postmortem.title
        return self.anchor.words(getattr(self.postmortem, self.section)) if self.anchor else ""

    @property
    def words_are_gone(self) -> bool:
        return bool(self.quote) and not self.words_now

    @property
    def words_have_changed(self) -> bool:
        return bool(self.quote) and self.words_now not in ("", self.quote)

    @property
    def place(self) -> str:
        """What it is about, as it is called on the page."""
        named = {
            WHOLE: _("The whole write-up"),
            TITLE: _("Title"),
            FACTOR: _("A contributing factor"),
        }
        return str((named | SECTIONS)[self.section])


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees what is said about it."""
        return self.filter(thread__postmortem__in=Postmortem.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user).standing()

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(withdrawn_at=None)


class Comment(models.Model):
    """What one person says in a thread; `suggestion` is words to stand in place of the quoted."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments"
    )
    text = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()
    named_with = ("author", "accepted_by", "thread__postmortem")
    incident_path = "thread__postmortem__incidents"

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(suggestion=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | ~Q(suggestion=""),
                name="only_a_suggestion_is_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def mail_thread(self) -> str:
        return self.thread.postmortem.mail_thread
