"""Where what allauth does is ours to decide."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.letters import tell_by_letter
from people.models import User
from people.sealing import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the first run and by admins, never by a stranger's sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not fit together. Try once more,"
            " or choose a new password."
        ),
        "enter_current_password": gettext_lazy("This is not your password until now."),
        "incorrect_password": gettext_lazy("This is not your password. Try once more."),
        "too_many_login_attempts": gettext_lazy(
            "This was tried many times. Wait a few minutes, then try once more."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:security")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave whatever allauth would send to the worker."""
        mail = self.render_mail(template_prefix, email, {"email": email, **context})
        tell_by_letter("plain", to=email, subject=str(mail.subject), body=str(mail.body))


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps and passkeys: their secrets are kept sealed, and they belong to this site."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code does not fit. It changes every half minute: enter the one that shows now."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal({"secret": text})

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)["secret"]

    def get_totp_issuer(self) -> str:
        return "Goldseam"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        # Not the host of the request: a passkey made behind another name would open nothing.
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "Goldseam"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        assert isinstance(user, User)
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.get_full_name()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return _("Passkey")
