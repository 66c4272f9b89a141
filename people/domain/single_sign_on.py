"""Who somebody is that the single sign-on tells of, and what their groups make of them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Identity, Role, Team, User

JOINED = action("people.joined_single_sign_on", gettext_lazy("Joined with single sign-on"))
MADE = action("people.made_by_single_sign_on", gettext_lazy("Account made by single sign-on"))
CHANGED = action("people.changed_by_single_sign_on", gettext_lazy("Changed by single sign-on"))

# From the most to the least that a role may do.
HIGHEST_FIRST = (Role.ADMIN, Role.MEMBER, Role.READER)


def person_of(claims: dict[str, Any]) -> User:
    """Find, join or make the account of whoever the provider tells of, as their groups say.

    Two answers for a new person that arrive together make one account: the second finds it.
    """
    try:
        return _person_of(claims)
    except IntegrityError:
        return _person_of(claims)


@transaction.atomic
def _person_of(claims: dict[str, Any]) -> User:
    issuer, subject = settings.OIDC_ISSUER, str(claims["sub"])[:255]
    known = Identity.objects.select_related("person").filter(issuer=issuer, subject=subject).first()
    person = known.person if known else _joined_or_made(claims)
    if not person.is_active:
        raise DomainError(_("This account is switched off. An admin can switch it on again."))
    if not known:
        Identity.objects.create(issuer=issuer, subject=subject, person=person)
    _apply_groups(person, claims)
    return person


def _joined_or_made(claims: dict[str, Any]) -> User:
    """The account with the address that the provider has verified, or a new one.

    An address that is not verified could be anybody's, so it opens nothing.
    """
    email = str(claims.get("email", "")).strip().lower()
    if claims.get("email_verified") is not True or not _is_address(email):
        raise DomainError(
            _("Your organisation has not verified your address yet, so Goldseam cannot know you.")
        )
    person = User.objects.filter(email=email).first()
    if person is not None:
        if person.identities.filter(issuer=settings.OIDC_ISSUER).exists():
            raise DomainError(_("Somebody else has this address here. An admin can put it right."))
        note(JOINED, by=person, about=person)
        return person
    if not settings.OIDC_MAKES_ACCOUNTS:
        raise DomainError(_("You have no account here yet. An admin can make you one."))
    name = str(claims.get("name") or "").strip()[:120]
    role = Role(settings.OIDC_ROLE)
    person = User.objects.create_user(email, None, display_name=name, role=role)
    note(MADE, by=None, about=person, role=person.role)
    return person


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _apply_groups(person: User, claims: dict[str, Any]) -> None:
    """Let somebody's groups decide their role and team, where the environment says how.

    Without the claim nothing is decided. The last admin stays one, whatever a group says.
    """
    groups = claims.get(settings.OIDC_GROUPS_CLAIM)
    if isinstance(groups, str):
        groups = [groups]
    if not isinstance(groups, list):
        return
    before = (person.role, person.team_id)
    if settings.OIDC_ROLES:
        person.role = _role(person, {str(one) for one in groups})
    team = _team({str(one) for one in groups})
    if team is not None:
        person.team = team
    if (person.role, person.team_id) != before:
        person.save(update_fields=["role", "team"])
        note(CHANGED, by=None, about=person, role=person.role, team=person.team_id)


def _role(person: User, groups: set[str]) -> str:
    given = {role for group, role in settings.OIDC_ROLES.items() if group in groups}
    role = next((one for one in HIGHEST_FIRST if one in given), Role(settings.OIDC_ROLE))
    if person.role == Role.ADMIN and role != Role.ADMIN:
        admins = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)
        if {one.pk for one in admins.order_by("pk")} <= {person.pk}:
            return Role.ADMIN
    return role


def _team(groups: set[str]) -> Team | None:
    """The first team in the order of the environment that a group stands for, if it is there."""
    named = [team for group, team in settings.OIDC_TEAMS.items() if group in groups]
    there = {team.name: team for team in Team.objects.filter(name__in=named)}
    return next((there[name] for name in named if name in there), None)
