from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Mode, Service
from people.addresses import address
from people.models import User
from postmortems.models.postmortem import Postmortem, is_about_hidden

# After so long it is asked whether a follow-up is still worth doing.
LONG = timedelta(days=28)
# Where what has no day stands in an order by day.
NO_DAY = date.max


class FollowUpKind(models.TextChoices):
    CODE = "code", _("Code")
    DETECTION = "detection", _("Detection")
    DEBUGGING = "debugging", _("Debugging")
    TOOLING = "tooling", _("Tooling")
    AUTOMATION = "automation", _("Automation")
    DOCUMENTATION = "documentation", _("Documentation")
    TESTING = "testing", _("Testing")


class Origin(models.TextChoices):
    """Where somebody saw that something is to change."""

    WRITE_UP = "write_up", _("A write-up")
    STORY = "story", _("A story")
    SERVICE = "service", _("A service")


class FollowUpState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    HANDED_OVER = "handed_over", _("Handed over")
    LET_GO = "let_go", _("Let go")


class Check(models.IntegerChoices):
    """How many days after it was done somebody is asked whether it helped."""

    FIRST = 30, _("after 30 days")
    SECOND = 90, _("after 90 days")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees what follows from it.

        What somebody misses in the docs after reading a story, or at a service, has none:
        those are for everyone, and so is that.
        """
        if not user.is_active:
            return self.none()
        return self.filter(~is_about_hidden(user, "postmortem"))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def real(self) -> Self:
        """Leave out what follows from practice: it is found from its write-up, and nowhere else."""
        about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("postmortem"))
        return self.filter(~Exists(about.filter(incident__mode=Mode.PRACTICE)))

    def open(self) -> Self:
        return self.filter(state=FollowUpState.OPEN)

    def of_nobody(self) -> Self:
        """Those that nobody has, or somebody who has left."""
        return self.filter(Q(owner=None) | Q(owner__is_active=False))

    def of_service(self, slug: str) -> Self:
        """What follows from the incidents of a service, and what is missing from its docs."""
        incidents = Incident.objects.filter(services__slug=slug)
        through = Postmortem.incidents.through.objects.filter(incident__in=incidents)
        after = FollowUp.objects.filter(postmortem__in=through.values("postmortem")).values("pk")
        missed = FollowUp.services.through.objects.filter(service__slug=slug).values("followup")
        # One after the other, so that each is looked up in its own index.
        return self.filter(pk__in=after.union(missed))

    def of_team(self, team: int) -> Self:
        """What somebody of a team has, and what nobody has that is about a service of theirs."""
        incidents = Incident.objects.filter(services__team=team)
        through = Postmortem.incidents.through.objects.filter(incident__in=incidents)
        missed = FollowUp.services.through.objects.filter(service__team=team)
        about_theirs = Q(postmortem__in=through.values("postmortem"))
        about_theirs |= Q(pk__in=missed.values("followup"))
        return self.filter(Q(owner__team=team) | Q(owner=None) & about_theirs)

    def with_last_answer(self) -> Self:
        """Each with the last answer to whether it helped, or None, in `last_answer`."""
        answers = FollowUp._meta.get_field("answers").related_model._default_manager
        last = answers.filter(follow_up=OuterRef("pk")).order_by("-check_after")
        return self.annotate(last_answer=Subquery(last.values("answer")[:1]))

    def with_day(self) -> Self:
        """Each with the day it stands at in an order by day, in `day`."""
        return self.annotate(day=Coalesce("due_on", Value(NO_DAY)))


class FollowUp(models.Model):
    """A change to the system, with somebody who makes it; it outlives the incident.

    It follows from a write-up, or somebody said after a story or at a service that it is
    missing from the docs. Then it is about `services`. Which story it was is known to the
    library alone: a story that is withdrawn leaves nothing of itself here.

    Handed to somebody here it is open, and theirs. `handed_over` is what went to
    somewhere else, another tracker or a vendor: it is not ours to remind anybody of.
    """

    postmortem = models.ForeignKey(
        Postmortem, models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    came_from = models.CharField(
        _("where it comes from"), max_length=10, choices=Origin, default=Origin.WRITE_UP
    )
    services = models.ManyToManyField(Service, blank=True, related_name="follow_ups")
    what = models.CharField(_("what"), max_length=2000)
    kind = models.CharField(_("kind"), max_length=20, choices=FollowUpKind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    link = models.URLField(_("link to the tracker"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=15, choices=FollowUpState, default=FollowUpState.OPEN
    )
    let_go_because = models.CharField(max_length=500, blank=True)
    handed_to = models.CharField(_("where it went"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()
    named_with = ("postmortem",)
    incident_path = "postmortem__incidents"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FollowUpKind.values), name="follow_up_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="follow_up_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, done_at__isnull=False)
                | (~Q(state=FollowUpState.DONE) & Q(done_at=None)),
                name="follow_up_is_done_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.LET_GO) | ~Q(let_go_because=""),
                name="follow_up_is_let_go_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.HANDED_OVER) | ~Q(handed_to=""),
                name="follow_up_is_handed_over_to_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(came_from=Origin.WRITE_UP, postmortem__isnull=False)
                | Q(came_from__in=[Origin.STORY, Origin.SERVICE], postmortem=None),
                name="follow_up_comes_from_one_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="follow_up_open_of_owner",
            ),
            models.Index(
                F("state"), Coalesce("due_on", Value(NO_DAY)), F("id"), name="follow_up_by_day"
            ),
            models.Index(fields=["state", "created_at", "id"], name="follow_up_by_age"),
            models.Index(
                fields=["-done_at", "-id"],
                condition=Q(state=FollowUpState.DONE),
                name="follow_up_done",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("follow_ups:follow_up", self.pk)

    @property
    def mail_thread(self) -> str:
        return self.postmortem.mail_thread if self.postmortem else f"follow-up-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == FollowUpState.OPEN

    @property
    def is_done(self) -> bool:
        return self.state == FollowUpState.DONE

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_long_overdue(self) -> bool:
        """Whether its day is so long past that it may not be worth doing any more."""
        return (
            self.is_open and self.due_on is not None and self.due_on + LONG <= timezone.localdate()
        )

    @property
    def keeper(self) -> User | None:
        """Whoever has it; nobody when they have left."""
        return self.owner if self.owner is not None and self.owner.is_active else None

    @property
    def asks_people(self) -> bool:
        """Whether anybody is reminded of it; practice reminds nobody."""
        return self.postmortem is None or not self.postmortem.is_practice

    def check_at(self, at: datetime) -> Check | None:
        """Which question it is time for, if any.

        It is asked in the morning of a day, and may have been done later on that day.
        """
        if self.done_at is None:
            return None
        passed = (at - self.done_at + timedelta(days=1)).days
        return max((check for check in Check if check <= passed), default=None)
