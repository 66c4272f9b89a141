from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first run and by admins, never by a stranger's sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
