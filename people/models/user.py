from datetime import time
from pathlib import PurePosixPath
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.addresses import address
from people.holidays import check_country
from people.models.team import Team


class Role(models.TextChoices):
    """What an account may do; tech leads are named by their teams."""

    READER = "reader", _("Reader")
    MEMBER = "member", _("Member")
    ADMIN = "admin", _("Admin")


class Weekday(models.IntegerChoices):
    """Days as `datetime.weekday()` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


def weekdays() -> list[int]:
    """Monday to Friday."""
    return list(range(5))


def check_time_zone(name: str) -> None:
    """Accept only names that the time zone database knows."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError(
            _("There is no time zone called “%(name)s”. One looks like Europe/London."),
            params={"name": name},
        ) from None


# What somebody is called in a list: an unnamed user stands where their address begins.
CALLED = Lower(
    Coalesce(
        NullIf(Trim("display_name"), Value("")),
        Func(F("email"), Value("@"), Value(1), function="SPLIT_PART"),
        output_field=models.TextField(),
    )
)


class UserQuerySet(models.QuerySet["User"]):
    def here(self) -> Self:
        """People whose accounts are in use; a script's account is nobody."""
        return self.filter(is_active=True, is_service=False)

    def listed(self) -> Self:
        """Those a directory knows of: people here, and who left without it deleting them."""
        return self.filter(is_service=False, erased_at=None, unlisted_at=None)

    def services(self) -> Self:
        """The accounts of scripts, which act by token only."""
        return self.filter(is_service=True).order_by(Lower("display_name"), "pk")

    def arrived(self) -> Self:
        """People here who have answered their invitation, where they had one."""
        return self.here().exclude(invited_at__isnull=False, last_login=None)

    def by_name(self) -> Self:
        """In the order in which a list of names is looked through."""
        return self.annotate(called=CALLED).order_by("called", "pk")

    def beyond(self, person: "User") -> Self:
        """Those of a list `by_name` who come behind somebody out of it."""
        return self.filter(Q(called__gt=person.called) | Q(called=person.called, pk__gt=person.pk))

    def named(self, words: str) -> Self:
        """People in whose name, or title, each of some words stands."""
        found = self.annotate(called=CALLED)
        for word in words.lower().split():
            found = found.filter(Q(called__contains=word) | Q(title__icontains=word))
        return found

    def who_may_write(self) -> Self:
        """People who may file, respond and write; whoever was invited is asked once they come."""
        return self.arrived().exclude(role=Role.READER).order_by(Lower("display_name"), "email")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def here(self) -> UserQuerySet:
        return self.get_queryset().here()

    def arrived(self) -> UserQuerySet:
        return self.get_queryset().arrived()

    def by_name(self) -> UserQuerySet:
        return self.get_queryset().by_name()

    def who_may_write(self) -> UserQuerySet:
        return self.get_queryset().who_may_write()

    def listed(self) -> UserQuerySet:
        return self.get_queryset().listed()

    def services(self) -> UserQuerySet:
        return self.get_queryset().services()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password it cannot sign in with one.

        It begins with the public holidays of the organisation, unless told otherwise.
        """
        from people.organisation import the_organisation

        fields.setdefault("country", the_organisation().country)
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an admin from the command line."""
        return self.create_user(email, password, **{"role": Role.ADMIN} | fields)


class User(AbstractBaseUser):
    """Somebody in the organisation, who signs in with an email address."""

    email = models.EmailField(
        _("email"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody already has an account with this address.")},
    )
    display_name = models.CharField(_("name"), max_length=120, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    is_senior = models.BooleanField(
        _("senior"),
        default=False,
        help_text=_("Used only to put the stories of experienced people in front."),
    )
    joined_on = models.DateField(_("joined on"), default=timezone.localdate)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    is_zone_confirmed = models.BooleanField(_("says that this is their time zone"), default=False)
    workday_starts = models.TimeField(_("workday starts"), default=time(9, 0))
    workday_ends = models.TimeField(_("workday ends"), default=time(17, 30))
    workdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        verbose_name=_("workdays"),
        default=weekdays,
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[check_country])
    away_days = ArrayField(models.DateField(), verbose_name=_("away"), default=list, blank=True)
    avatar = models.FileField(_("picture"), upload_to="avatars/", blank=True)
    wants_email = models.BooleanField(_("reminders by email"), default=True)
    gathers_mail = models.BooleanField(_("one message each morning"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    is_service = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(_("account made"), default=timezone.now)
    invited_at = models.DateTimeField(_("last invited"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    erasure_asked_at = models.DateTimeField(_("asked to be erased"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    # What a directory (SCIM) calls somebody, by its own number and by the name they sign in with
    # there, and since when it wants to know no more of them.
    external_id = models.CharField(max_length=255, blank=True, editable=False)
    directory_name = models.CharField(max_length=254, blank=True, editable=False)
    unlisted_at = models.DateTimeField(null=True, blank=True, editable=False)

    called: str  # where a query has asked for it with `by_name`

    objects: ClassVar[UserManager] = UserManager()

    # What somebody may see depends on these, besides who they are (see `people/prepared.py`).
    shapes_reads: ClassVar[tuple[str, ...]] = ("is_active",)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [
            models.Index(CALLED, "id", name="people_by_name"),
            models.Index(
                fields=["external_id"], condition=~Q(external_id=""), name="people_by_external_id"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("directory_name"),
                condition=~Q(directory_name=""),
                name="directory_name_is_one_person",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="email_is_kept_in_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_is_known"),
            models.CheckConstraint(
                condition=Q(workday_starts__lt=F("workday_ends")),
                name="workday_starts_before_it_ends",
                violation_error_message=_("The workday ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(workdays__len__gte=1), name="somebody_works_some_day"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(is_active=False),
                name="who_left_is_not_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False) | models.Q(team=None),
                name="service_is_in_no_team",
            ),
        ]

    def __str__(self) -> str:
        return self.get_short_name()

    def get_full_name(self) -> str:
        return self.display_name.strip() or self.email.partition("@")[0]

    def get_short_name(self) -> str:
        """The first name, or what is before the @ of an unnamed user."""
        return self.get_full_name().split()[0]

    def get_absolute_url(self) -> str:
        return address("directory:person", self.pk)

    @property
    def avatar_address(self) -> str:
        """Where the picture is; another picture is somewhere else, so that browsers may keep it."""
        stem = PurePosixPath(self.avatar.name or "").stem
        return f"{address('people:avatar', self.pk)}?{stem[:8]}"

    @property
    def has_arrived(self) -> bool:
        """Whether somebody has answered their invitation, where they had one."""
        return self.invited_at is None or self.last_login is not None

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def may_write(self) -> bool:
        return self.role != Role.READER

    @property
    def is_staff(self) -> bool:
        """Django's own admin pages, kept for emergencies, are for admins."""
        return self.is_admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own admin pages ask this; ours ask `permissions.py`."""
        return self.is_active and self.is_admin

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_admin

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, or UTC when this machine does not know the one that was chosen."""
        try:
            return ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            return ZoneInfo("UTC")
