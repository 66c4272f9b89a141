"""Who is here, and as what: people are invited, and their role, team and title change."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.domain.invitations import send_invitation
from people.domain.admins import keep_an_admin
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Role, Team, User

INVITED = action("people.invited", gettext_lazy("Invited"))
INVITED_AGAIN = action("people.invited_again", gettext_lazy("Invited again"))
WITHDRAWN = action("people.invitation_withdrawn", gettext_lazy("Invitation withdrawn"))
CHANGED = action("people.changed", gettext_lazy("Role, team or title changed"))

BETWEEN_INVITATIONS = timedelta(minutes=1)
# What an account that nobody has used yet may have, and take along when it goes.
ITS_OWN = {
    "account.EmailAddress.user",
    "nudges.Delivery.recipient",
    "nudges.Nudge.recipient",
    "people.Letter.person",
}


@transaction.atomic
def invite_person(
    *, by: User, display_name: str, email: str, role: str, team: Team | None = None
) -> User:
    """Make an account and write to whom it is for; the link lets them choose a password.

    The address is unique, so that of two who invite somebody at once one does.
    """
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email,
                display_name=display_name,
                role=Role(role),
                team=team,
                invited_at=timezone.now(),
            )
    except IntegrityError:
        raise DomainError(
            {"email": _("Somebody already has an account with this address.")}
        ) from None
    note(INVITED, by=by, about=person, role=role, team=team.pk if team else None)
    send_invitation(person)
    return person


@transaction.atomic
def invite_again(person: User, *, by: User) -> User:
    """Send the invitation once more. Pressed twice it is sent once."""
    person = _lock_invited(person)
    assert person.invited_at
    if timezone.now() - person.invited_at < BETWEEN_INVITATIONS:
        raise DomainError(_("It was sent a moment ago. Give it a minute to arrive."))
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])
    note(INVITED_AGAIN, by=by, about=person)
    send_invitation(person)
    return person


@transaction.atomic
def withdraw_invitation(person: User, *, by: User) -> None:
    """Take an invitation back, and with it the account that nobody has used."""
    person = _lock_invited(person)
    if _has_something(person):
        raise DomainError(
            _("%(name)s has been given something here already. Let them leave instead.")
            % {"name": person.get_full_name()}
        )
    note(WITHDRAWN, by=by, about=person)
    person.delete()


@transaction.atomic
def change_member(
    person: User,
    *,
    by: User,
    display_name: str,
    role: str,
    team: Team | None,
    title: str,
    is_senior: bool,
) -> User:
    """Say what somebody may do here, and where they belong."""
    if role != Role.ADMIN:
        keep_an_admin(without=person)
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise DomainError(_("%(name)s is not here any more.") % {"name": person.get_full_name()})
    words = {"display_name": display_name, "title": title, "is_senior": is_senior}
    said = words | {"role": Role(role), "team": team}
    changed = [name for name, value in said.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, said[name])
    person.save(update_fields=changed)
    details = {"role": role} if "role" in changed else {}
    if "team" in changed:
        details["team"] = str(team.pk) if team else ""
    note(CHANGED, by=by, about=person, changed=sorted(changed), **details)
    return person


def _lock_invited(person: User) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.has_arrived or not person.is_active:
        raise DomainError(
            _("%(name)s has come already, so there is no invitation any more.")
            % {"name": person.get_full_name()}
        )
    return person


def _has_something(person: User) -> bool:
    """Whether anything points at somebody that would go, or lose them, with their account."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        field = getattr(relation, "field", None)
        if field is None or field.many_to_many:
            continue
        rows = field.model._base_manager.filter(**{field.name: person})
        if f"{field.model._meta.label}.{field.name}" not in ITS_OWN and rows.exists():
            return True
    return False
