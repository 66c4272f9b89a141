from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.domain.letters import tell_by_letter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first run and by admins, never by a stranger's sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave whatever allauth would send to the worker."""
        mail = self.render_mail(template_prefix, email, {"email": email, **context})
        tell_by_letter("plain", to=email, subject=str(mail.subject), body=str(mail.body))
