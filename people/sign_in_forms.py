"""The forms of allauth, where ours differ."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from people.domain.letters import tell_by_letter


class AskForPassword(ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to choose a new password.

    Whether anybody has the address is looked up when the letter is sent, so that neither
    the answer nor the time it takes tells.
    """

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_more: Any) -> str:
        email: str = self.cleaned_data["email"]
        tell_by_letter("password_reset", to=email)
        return email
