"""People as a directory (SCIM) keeps them: `by` is its service account.

It goes the ways that admins go. What it cannot say is left as it is here.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.domain.directory_groups import apply_groups, leave_groups
from organisation.domain.leaving import let_back, let_leave
from organisation.domain.members import change_member, invite_person, withdraw_invitation
from organisation.queries.leaving import suggested_heir
from people.domain.address import ADDRESS_CHANGED
from people.domain.auditing import action, note
from people.domain.letters import tell_by_letter
from people.errors import DomainError
from people.models import Role, User

CHANGED = action("people.changed_by_directory", gettext_lazy("Changed by a directory"))
UNLISTED = action("people.deleted_by_directory", gettext_lazy("Deleted by a directory"))


@dataclass(frozen=True)
class Told:
    """What a directory says of somebody."""

    user_name: str
    email: str
    display_name: str
    title: str = ""
    external_id: str = ""
    active: bool = True


class Taken(DomainError):
    """Somebody else has the name, or the address, that a directory gives to somebody."""


@transaction.atomic
def take_in(told: Told, *, by: User) -> User:
    """Make the account of somebody, or open the one again that the directory deleted before."""
    gone = User.objects.filter(email=told.email, is_service=False, erased_at=None)
    person = gone.filter(is_active=False, unlisted_at__isnull=False).first()
    if person is None:
        if User.objects.filter(email=told.email).exists():
            raise _taken()
        role = settings.OIDC_ROLE
        name = told.display_name
        person = invite_person(by=by, display_name=name, email=told.email, role=role)
    else:
        person = _come_back(person, by=by)
    return change_listed(person, told, by=by)


@transaction.atomic
def change_listed(person: User, told: Told, *, by: User) -> User:
    """Keep what a directory says of somebody, and let them leave, or back, as it says."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if told.email != person.email:
        _change_address(person, told.email, by)
    words = {
        "directory_name": told.user_name,
        "external_id": told.external_id,
        "display_name": told.display_name,
        "title": told.title,
    }
    changed = [name for name, value in words.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, words[name])
    try:
        with transaction.atomic():
            person.save(update_fields=[*changed, "email"])
    except IntegrityError:
        raise _taken() from None
    if changed:
        note(CHANGED, by=by, about=person, changed=sorted(changed))
    if told.active != person.is_active:
        person = _come_back(person, by=by) if told.active else leave(person, by=by)
    return person


@transaction.atomic
def leave(person: User, *, by: User) -> User:
    """Let somebody leave; what they hold goes to whom the page for it proposes: their lead."""
    heir = suggested_heir(person)
    return let_leave(
        person,
        by=by,
        incidents=heir,
        services=heir,
        follow_ups=heir,
        write_ups=heir,
        reviews=heir,
        debriefs=heir,
        teams=heir,
    )


@transaction.atomic
def unlist(person: User, *, by: User) -> None:
    """Delete somebody from the directory's view.

    An invitation that nobody answered goes as if it had never been. Anybody else leaves: what
    they wrote stays theirs, until an admin erases them.
    """
    leave_groups(person)
    if person.is_active and not person.has_arrived and _withdrawn(person, by):
        return
    if person.is_active:
        leave(person, by=by)
    User.objects.filter(pk=person.pk).update(unlisted_at=timezone.now())
    note(UNLISTED, by=by, about=person)


def _withdrawn(person: User, by: User) -> bool:
    try:
        withdraw_invitation(person, by=by)
    except DomainError:
        return False
    return True


def _come_back(person: User, *, by: User) -> User:
    """Open an account again, with the role that groups give: nobody comes back as an admin else."""
    person = let_back(person, by=by)
    if person.is_admin and not settings.OIDC_ROLES:
        person = change_member(
            person,
            by=by,
            display_name=person.display_name,
            role=settings.OIDC_ROLE,
            team=person.team,
            title=person.title,
            is_senior=person.is_senior,
        )
    return apply_groups(person, by=by, decides_role=True)


def _change_address(person: User, email: str, by: User) -> None:
    """Let somebody have the address that the directory gives them, and tell the old one.

    Whoever reads the mail of an admin's account is an admin. So where no group makes admins,
    a directory does not say where their mail goes.
    """
    if person.is_admin and Role.ADMIN not in settings.OIDC_ROLES.values():
        raise DomainError(
            _("%(name)s is an admin, so only they change their address, on their profile.")
            % {"name": person.get_full_name()}
        )
    if User.objects.filter(email=email).exists():
        raise _taken()
    old, person.email = person.email, email
    # allauth would let one in by what it has of its own, too.
    EmailAddress.objects.filter(user=person).delete()
    note(ADDRESS_CHANGED, by=by, about=person)
    tell_by_letter("address_changed", to=old, person=person)


def _taken() -> Taken:
    return Taken(_("Somebody else already has this name or address here."))
