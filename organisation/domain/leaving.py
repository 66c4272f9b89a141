"""Leaving, and coming back. What somebody wrote stays theirs; what they had taken on goes on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.leaving import hand_on_incidents, hand_on_services, pass_on_care
from learning.domain.leaving import leave_talks
from nudges.domain.leaving import fall_silent
from organisation.domain.invitations import welcome_back
from people.domain.admins import keep_an_admin
from people.domain.auditing import action, note
from people.domain.leaving import hand_on_teams
from people.domain.sessions import end_all_sessions
from people.domain.tokens import revoke_tokens_of
from people.errors import DomainError
from people.models import User
from postmortems.domain.leaving import (
    hand_on_debriefs,
    hand_on_follow_ups,
    hand_on_reviews,
    hand_on_write_ups,
)

LEFT = action("people.left", gettext_lazy("Left"))
BACK = action("people.came_back", gettext_lazy("Came back"))


@transaction.atomic
def let_leave(
    user: User,
    *,
    by: User,
    incidents: User | None = None,
    services: User | None = None,
    follow_ups: User | None = None,
    write_ups: User | None = None,
    reviews: User | None = None,
    debriefs: User | None = None,
    teams: User | None = None,
) -> User:
    """Hand on what somebody holds, each kind to whoever was chosen for it, and close the account.

    All of it happens or none. Rooms hand on through their own verbs, while the account still sees
    what it saw; what is private comes last, when it can be asked for nothing any more.
    """
    keep_an_admin(without=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise DomainError(_("%(name)s has left already.") % {"name": user.get_full_name()})
    for heir in (incidents, services, follow_ups, write_ups, reviews, debriefs, teams):
        _check_heir(heir, user)
    hand_on_incidents(user, by=by, to=incidents)
    hand_on_services(user, by=by, to=services)
    hand_on_follow_ups(user, by=by, to=follow_ups)
    hand_on_write_ups(user, by=by, to=write_ups)
    hand_on_reviews(user, by=by, to=reviews)
    hand_on_debriefs(user, by=by, to=debriefs)
    hand_on_teams(user, by=by, to=teams)
    leave_talks(user)
    user.is_active, user.left_at = False, timezone.now()
    # Sessions hang on the password, too: none from before opens anything when they come back.
    user.set_unusable_password()
    user.save(update_fields=["is_active", "left_at", "password"])
    pass_on_care(user)
    fall_silent(user)
    end_all_sessions(user, by=by)
    revoke_tokens_of(user, by=by)
    note(LEFT, by=by, about=user)
    return user


@transaction.atomic
def let_back(user: User, *, by: User) -> User:
    """Open an account again, and write how to sign in. What was handed on stays where it is."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erased_at:
        raise DomainError(_("This account was erased, so there is nobody to come back to it."))
    if user.is_active:
        return user
    user.is_active, user.left_at, user.unlisted_at = True, None, None
    user.save(update_fields=["is_active", "left_at", "unlisted_at"])
    note(BACK, by=by, about=user)
    welcome_back(user)
    return user


def _check_heir(heir: User | None, user: User) -> None:
    if heir is None:
        return
    if heir == user or not heir.is_active or not heir.may_write:
        name = {"name": heir.get_full_name()}
        raise DomainError(_("%(name)s cannot take this on. Choose somebody else.") % name)
