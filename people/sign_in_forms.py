"""The forms of allauth, where ours differ."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.domain.letters import tell_by_letter
from people.forms import PASSWORD_HINT, no_control_characters

NO_PASSWORDS = _("Here one signs in through one’s organisation.")


class Plain(forms.Form):
    """Fields that do not say inside what their label says above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignIn(Plain, LoginForm):
    """An address and a password, where the environment lets passwords in."""

    @property
    def single_sign_on(self) -> str:
        """What the organisation calls its own sign-in, or nothing."""
        return settings.OIDC_NAME if settings.OIDC_ISSUER else ""

    @property
    def takes_passwords(self) -> bool:
        return settings.PASSWORDS_ALLOWED

    def clean_password(self) -> str:
        if not settings.PASSWORDS_ALLOWED:
            raise ValidationError(NO_PASSWORDS)
        return str(self.cleaned_data["password"])


class AskForPassword(Plain, ResetPasswordForm):
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


class ChosenTwice(Plain):
    """A password that is typed a second time."""

    password1 = SetPasswordField(label=_("New password"), help_text=PASSWORD_HINT)
    password2 = PasswordField(label=_("The same again"), autocomplete="new-password")


class ChoosePassword(ChosenTwice, ResetPasswordKeyForm):
    """The first password of whoever was invited, or a new one."""


class SetPassword(ChosenTwice, SetPasswordForm):
    """A password beside another way to sign in."""


class ChangePassword(ChosenTwice, ChangePasswordForm):
    """A new password, by whoever knows the one until now."""

    oldpassword = PasswordField(label=_("Your password until now"), autocomplete="current-password")
    field_order = ["oldpassword", "password1", "password2"]


class SayPassword(Plain, ReauthenticateForm):
    """Says by the password who one is."""


class ByCode(Plain):
    """A code, of an app or a recovery code: digits, all of them."""

    code = forms.CharField(
        label=_("Code"),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class EnterCode(ByCode, AuthenticateForm):
    """The second step of signing in."""


class SayCode(ByCode, ReauthenticateByCode):
    """Says by a code who one is."""


class TurnOnSecondStep(ByCode, ActivateTOTPForm):
    """The first code of an app that was just set up."""


class AddPasskey(AddWebAuthnForm):
    """A passkey by its name; it always stands in for the password, too."""

    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("Such as “My phone” or “The key on my ring”."),
        max_length=60,
        required=False,
        validators=[no_control_characters],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        # Only one that asks its owner for a finger, a face or a PIN opens an account by itself.
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned
