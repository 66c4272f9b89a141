from datetime import time
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


class UserQuerySet(models.QuerySet["User"]):
    def here(self) -> Self:
        """People whose accounts are in use; a script's account is nobody."""
        return self.filter(is_active=True, is_service=False)

    def services(self) -> Self:
        """The accounts of scripts, which act by token only."""
        return self.filter(is_service=True).order_by(Lower("display_name"), "pk")

    def who_may_write(self) -> Self:
        """People who may file, respond and write."""
        return self.here().exclude(role=Role.READER).order_by(Lower("display_name"), "email")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def here(self) -> UserQuerySet:
        return self.get_queryset().here()

    def who_may_write(self) -> UserQuerySet:
        return self.get_queryset().who_may_write()

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
    workday_starts = models.TimeField(_("workday starts"), default=time(9, 0))
    workday_ends = models.TimeField(_("workday ends"), default=time(17, 30))
    workdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        verbose_name=_("workdays"),
        default=weekdays,
    )
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[check_country])
    away_days = ArrayField(models.DateField(), verbose_name=_("away"), default=list, blank=True)
    wants_email = models.BooleanField(_("reminders by email"), default=True)
    gathers_mail = models.BooleanField(_("one message each morning"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    is_service = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(_("account made"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    # What somebody may see depends on these, besides who they are (see `people/prepared.py`).
    shapes_reads: ClassVar[tuple[str, ...]] = ("is_active",)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="email_is_kept_in_lower_case",
                violation_error_message=_("Write the address in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(workday_starts__lt=models.F("workday_ends")),
                name="workday_starts_before_it_ends",
                violation_error_message=_("The workday ends after it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(workdays__len__gte=1), name="somebody_works_some_day"
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
