"""There is always an admin: whoever takes one away asks here first."""

from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import Role, User


def keep_an_admin(*, without: User) -> None:
    """Refuse to go on when somebody is the only admin that is left.

    All admins' rows are locked, in one order: of two who would each leave the other as the last,
    the second sees what the first did. Whoever was invited and has not come is none yet.
    """
    there = lock_admins()
    if there and there <= {without.pk}:
        raise DomainError(
            _("%(name)s is the only admin. Make somebody else one first.")
            % {"name": without.get_full_name()}
        )


def lock_admins() -> set[int]:
    """Lock the rows of all admins there are, which comes before anybody else's row is locked."""
    admins = User.objects.arrived().filter(role=Role.ADMIN).select_for_update().order_by("pk")
    return {admin.pk for admin in admins}
