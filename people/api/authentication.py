"""Who asks: the owner of a token, or somebody signed in with their browser."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.domain.tokens import note_used, token_of
from people.models import ApiToken, User

NOT_VALID = _("This token opens nothing. It has ended, or is not copied whole.")


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer gs_…`. A token that is no good is refused, whoever is signed in."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(given.strip())
        if token is None:
            raise AuthenticationFailed(NOT_VALID)
        note_used(token)
        timezone.activate(token.account.zone)
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="goldseam"'
