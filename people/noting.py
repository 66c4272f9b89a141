"""What allauth did to an account: noted in the audit log, and told to whose account it is.

allauth offers no other way to hear of it than its signals; nothing of ours sends any.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.browsers import browser_name
from people.domain.auditing import Action, action, note
from people.domain.letters import tell_by_letter
from people.domain.sessions import end_all_sessions, end_other_sessions
from people.models import User
from people.sessions import BEGAN, BROWSER

PASSWORD_CHANGED = action("people.password_changed", gettext_lazy("Password changed"))
SECOND_STEP_ON = action("people.second_step_on", gettext_lazy("Second step turned on"))
SECOND_STEP_OFF = action("people.second_step_off", gettext_lazy("Second step turned off"))
PASSKEY_ADDED = action("people.passkey_added", gettext_lazy("Passkey added"))
PASSKEY_REMOVED = action("people.passkey_removed", gettext_lazy("Passkey removed"))
CODES_MADE = action("people.recovery_codes_made", gettext_lazy("Recovery codes made"))

Type = Authenticator.Type
ADDED: dict[str, Action] = {
    Type.TOTP: SECOND_STEP_ON,
    Type.WEBAUTHN: PASSKEY_ADDED,
    Type.RECOVERY_CODES: CODES_MADE,
}
REMOVED: dict[str, Action] = {Type.TOTP: SECOND_STEP_OFF, Type.WEBAUTHN: PASSKEY_REMOVED}


@receiver(user_logged_in)
def keep_what_browser(request: HttpRequest | None, **_more: Any) -> None:
    """Let a session say by which browser, and when, it began."""
    if request is not None:
        request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))[:80]
        request.session[BEGAN] = timezone.now().isoformat()


@receiver(account.password_changed)
@receiver(account.password_set)
@transaction.atomic
def password_was_changed(request: HttpRequest, user: User, **_more: Any) -> None:
    end_other_sessions(user, by=user, this=request.session.session_key)
    _note(user, PASSWORD_CHANGED, _("Your password was changed."))


@receiver(account.password_reset)
@transaction.atomic
def password_was_reset(user: User, **_more: Any) -> None:
    end_all_sessions(user, by=user)
    _note(user, PASSWORD_CHANGED, _("A new password was chosen by a link in a message to you."))


@receiver(second_step.authenticator_added)
@transaction.atomic
def way_in_was_added(user: User, authenticator: Authenticator, **_more: Any) -> None:
    said: dict[str, str] = {
        Type.TOTP: _("The second step was turned on: a code is asked for after your password."),
        Type.WEBAUTHN: _("A passkey was added."),
    }
    _note(user, ADDED[authenticator.type], said.get(authenticator.type))


@receiver(second_step.authenticator_removed)
@transaction.atomic
def way_in_was_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    said: dict[str, str] = {
        Type.TOTP: _("The second step was turned off: your password is enough."),
        Type.WEBAUTHN: _("A passkey was removed."),
    }
    if what := REMOVED.get(authenticator.type):
        _note(user, what, said[authenticator.type])


@receiver(second_step.authenticator_reset)
@transaction.atomic
def codes_were_made(user: User, **_more: Any) -> None:
    _note(user, CODES_MADE, _("New recovery codes were made; those of before work no more."))


def _note(user: User, what: Action, says: str | None) -> None:
    note(what, by=user, about=user)
    if says:
        tell_by_letter("account_changed", to=user.email, person=user, says=says)
