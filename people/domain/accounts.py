"""Accounts: made by the first run, kept by their owners."""

from datetime import time

from django.db import connection, transaction
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import Role, User

# Any number that nothing else locks: the first run has no row to lock.
_FIRST_RUN_LOCK = 7_265_001


def is_first_run() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


@transaction.atomic
def create_first_admin(*, display_name: str, email: str, password: str, time_zone: str) -> User:
    """Make the first account, which is an admin's, on an empty database.

    The lock makes two people who try at the same moment leave one account.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_RUN_LOCK])
    if not is_first_run():
        raise DomainError(_("Somebody has already made the first account. Please sign in."))
    return User.objects.create_user(
        email, password, display_name=display_name, time_zone=time_zone, role=Role.ADMIN
    )


@transaction.atomic
def change_profile(
    user: User,
    *,
    by: User,
    display_name: str,
    pronouns: str,
    title: str,
    is_senior: bool,
    time_zone: str,
    workday_starts: time,
    workday_ends: time,
    workdays: list[int],
    country: str,
) -> User:
    """Keep what a person says of themselves."""
    if by != user:
        raise DomainError(_("Only the person themselves can change their profile."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.display_name = display_name
    user.pronouns = pronouns
    user.title = title
    user.is_senior = is_senior
    user.time_zone, user.is_zone_confirmed = time_zone, True
    user.workday_starts = workday_starts
    user.workday_ends = workday_ends
    user.workdays = workdays
    user.country = country
    user.save()
    return user


@transaction.atomic
def confirm_zone(user: User, *, by: User, time_zone: str) -> User:
    """Keep the time zone in which somebody says that they are."""
    if by != user:
        raise DomainError(_("Only the person themselves can say where they are."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.time_zone, user.is_zone_confirmed = time_zone, True
    user.save(update_fields=["time_zone", "is_zone_confirmed"])
    return user
