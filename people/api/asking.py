from typing import cast

from rest_framework.request import Request

from people.models import User


def user_of(request: Request) -> User:
    """Whose request it is; the permissions let nobody else through."""
    return cast(User, request.user)
