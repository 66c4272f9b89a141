from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Mode
from people.models import User
from postmortems.models.sections import SECTIONS, SHORT
from postmortems.models.template import Form, Template

if TYPE_CHECKING:
    from postmortems.naming import Naming


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_SUGGESTED = "changes_suggested", _("Changes suggested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


EDITABLE = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_SUGGESTED)
BEFORE_REVIEW = (Status.DRAFT, Status.CHANGES_SUGGESTED)


LONGEST_TITLE = 300
LONGEST_SECTION = 200_000
# So long after publication a correction says for itself what it changed and why.
SETTLES_AFTER = timedelta(days=30)
YEAR, REMEMBERED = timedelta(days=365), timedelta(days=7)


def is_about_hidden(user: User, write_up: str) -> Exists:
    """Whether an incident that somebody does not see is in the write-up that a column names."""
    about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef(write_up))
    return Exists(about.filter(incident__in=Incident.objects.hidden_from(user)))


class PostmortemQuerySet(models.QuerySet["Postmortem"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees all of its incidents sees the write-up, from its first draft."""
        if not user.is_active:
            return self.none()
        return self.filter(~is_about_hidden(user, "pk"))

    def hidden_from(self, user: User) -> Self:
        """All that `visible_to` leaves out, for somebody whose account is in use."""
        about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("pk"))
        return self.filter(Exists(about.filter(incident__in=Incident.objects.hidden_from(user))))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def real(self) -> Self:
        """Leave out what tells of practice: it is found from its room, and nowhere else."""
        about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("pk"))
        return self.filter(~Exists(about.filter(incident__mode=Mode.PRACTICE)))

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def unpublished(self) -> Self:
        return self.exclude(status=Status.PUBLISHED)

    def open_to_the_world(self) -> Self:
        """What a link for people outside may show: published, and about nothing restricted."""
        about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("pk"))
        return self.published().real().filter(~Exists(about.filter(incident__is_restricted=True)))

    def a_year_old(self, *, at: datetime | None = None) -> Self:
        """What was published a year ago, or up to a week more, so that it is not missed."""
        then = (at or timezone.now()) - YEAR
        old = self.published().filter(published_at__gt=then - REMEMBERED, published_at__lte=then)
        return old.real()

    def drafted_by(self, user: User | None) -> Self:
        """What a person is still writing."""
        return self.unpublished().filter(authors=user)


class Postmortem(models.Model):
    """What one or several incidents taught us, for the next person who needs it.

    `revision` counts saves: a save made from an older one is not accepted, so
    that two people who edit at once lose nothing.
    """

    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    incidents = models.ManyToManyField(Incident, related_name="postmortems")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="postmortems")
    form = models.CharField(max_length=10, choices=Form, default=Form.FULL)
    template = models.ForeignKey(
        Template, models.SET_NULL, null=True, blank=True, related_name="write_ups"
    )

    what_happened = models.TextField(SECTIONS["what_happened"], blank=True)
    impact = models.TextField(SECTIONS["impact"], blank=True)
    what_made_it_possible = models.TextField(SECTIONS["what_made_it_possible"], blank=True)
    what_went_well = models.TextField(SECTIONS["what_went_well"], blank=True)
    where_we_were_lucky = models.TextField(SECTIONS["where_we_were_lucky"], blank=True)
    what_surprised_us = models.TextField(SECTIONS["what_surprised_us"], blank=True)
    what_we_know_now = models.TextField(SECTIONS["what_we_know_now"], blank=True)
    how_it_behaves = models.TextField(SECTIONS["how_it_behaves"], blank=True)
    how_to_find_it = models.TextField(SECTIONS["how_to_find_it"], blank=True)
    how_we_noticed = models.TextField(SECTIONS["how_we_noticed"], blank=True)
    what_would_soften_it = models.TextField(SECTIONS["what_would_soften_it"], blank=True)

    names_as_roles = models.BooleanField(_("people by role"), default=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    source_name = models.CharField(
        max_length=300, blank=True, help_text=_("The file an imported report came from.")
    )
    source_digest = models.CharField(max_length=64, blank=True)

    objects = PostmortemQuerySet.as_manager()
    incident_path = "incidents"
    # How its people are called: set by `queries/naming.py` on what is about to be shown.
    naming: "Naming"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="postmortem_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(form__in=Form.values), name="postmortem_form_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PUBLISHED, published_at__isnull=False)
                | (~Q(status=Status.PUBLISHED) & Q(published_at=None)),
                name="postmortem_is_published_at_some_time",
            ),
            models.UniqueConstraint(
                fields=["source_name"], condition=~Q(source_name=""), name="report_imported_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status=Status.PUBLISHED),
                name="postmortem_published",
            ),
            models.Index(
                fields=["-saved_at", "-id"],
                condition=~Q(status=Status.PUBLISHED),
                name="postmortem_unpublished",
            ),
            models.Index(fields=["status", "-saved_at"], name="postmortem_by_status"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("postmortems:read", args=[self.pk])

    @property
    def mail_thread(self) -> str:
        """That of its first incident."""
        first = self.incidents.order_by("pk").values_list("pk", flat=True).first()
        return f"incident-{first}" if first else f"write-up-{self.pk}"

    def audience(self) -> models.QuerySet[User]:
        """Everybody here who sees it: all of its incidents."""
        people = User.objects.here()
        for incident in self.incidents.restricted():
            people = people.filter(pk__in=incident.audience().values("pk"))
        return people

    @property
    def is_practice(self) -> bool:
        """Whether it is about an exercise, which is never told of together with anything else."""
        return any(incident.is_practice for incident in self.incidents.all())

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def has_settled(self) -> bool:
        return self.published_at is not None and (
            self.published_at + SETTLES_AFTER <= timezone.now()
        )

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def can_be_sent_to_review(self) -> bool:
        return self.status in BEFORE_REVIEW

    @property
    def is_short(self) -> bool:
        return self.form == Form.SHORT

    @property
    def template_in_use(self) -> Template | None:
        """What it was begun from, as long as it has that template's form."""
        return self.template if self.template and self.template.form == self.form else None

    def asks_for(self, name: str) -> bool:
        """Whether the editor asks for a section. What is written is there whatever it asks for."""
        template = self.template_in_use
        asked = template.sections if template else SHORT if self.is_short else SECTIONS
        return name in asked or bool(getattr(self, name))

    def sections(self) -> list[tuple[str, str]]:
        """The headings and Markdown of the sections that have something in them."""
        return [
            (str(label), getattr(self, name))
            for name, label in SECTIONS.items()
            if getattr(self, name)
        ]
