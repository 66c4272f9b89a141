"""What the API of every room shares."""

from collections.abc import Callable
from typing import Any, cast

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from people.models import User
from people.permissions import may_write


class ReadersRead(BasePermission):
    """Everyone signed in reads, and whoever may write acts, as on the pages."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in SAFE_METHODS or may_write(user_of(request))


def user_of(request: Request) -> User:
    """Whoever is signed in; the permissions let nobody else through."""
    return cast(User, request.user)


def apply(
    verb: Callable[..., Any], *things: Any, request: Request, given: type[Serializer[Any]]
) -> Any:
    """Clean what was sent, hand it to a domain function and return what that made.

    The serializer's field names are the function's keyword names. Input that
    makes no sense is answered with 400, a rule that says no with 409.
    """
    serializer = given(data=request.data)
    serializer.is_valid(raise_exception=True)
    return verb(*things, by=user_of(request), **serializer.validated_data)
