"""The forms of allauth, where ours differ."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.domain.letters import tell_by_letter
from people.forms import no_control_characters

NO_PASSWORDS = _("Here one signs in through one’s organisation.")


class SignIn(LoginForm):  # type: ignore[misc]
    """An address and a password, where the environment lets passwords in."""

    @property
    def single_sign_on(self) -> str:
        """What the organisation calls its own sign-in, or nothing."""
        return settings.OIDC_NAME if settings.OIDC_ISSUER else ""

    @property
    def takes_passwords(self) -> bool:
        return settings.PASSWORDS_ALLOWED

    def clean(self) -> dict[str, Any]:
        if not settings.PASSWORDS_ALLOWED:
            raise ValidationError(NO_PASSWORDS)
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class AskForPassword(ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to choose a new password.

    Whether anybody has the address is looked up when the letter is sent, so that neither
    the answer nor the time it takes tells.
    """

    def clean_email(self) -> str:
        if not settings.PASSWORDS_ALLOWED:
            raise ValidationError(NO_PASSWORDS)
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_more: Any) -> str:
        email: str = self.cleaned_data["email"]
        tell_by_letter("password_reset", to=email)
        return email


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey by its name; it always stands in for the password, too."""

    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("Such as “My phone” or “The key on my ring”."),
        max_length=60,
        required=False,
        validators=[no_control_characters],
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        # Only one that asks its owner for a finger, a face or a PIN opens an account by itself.
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned
