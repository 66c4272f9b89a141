"""Who may, before a room's own `permissions.py` is asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request

from people.api.asking import user_of
from people.models import ApiToken, User
from people.permissions import may_write

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenOpensRoom(BasePermission):
    """A token does only what its scopes say; a view without a `room` is open to no token."""

    message = _("This token does not open that. Make one with the scope it takes.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        room = getattr(view, "room", "")
        return request.auth.opens(room, to_write=request.method not in SAFE_METHODS)


class ReadersRead(BasePermission):
    """Everyone signed in reads, and whoever may write acts, as on the pages.

    What readers do for themselves, such as keeping a story, a view names in `for_readers`.
    """

    message = _("This account only reads.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS or may_write(user_of(request)):
            return True
        return getattr(view, "action", "") in getattr(view, "for_readers", ())


USUAL: list[type[BasePermission]] = [IsAuthenticated, TokenOpensRoom, ReadersRead]


def asks(may: Callable[[User], bool]) -> type[BasePermission]:
    """A permission that asks a room's own `permissions.py`, for all that a view does."""

    class Asked(BasePermission):
        def has_permission(self, request: Request, view: "APIView") -> bool:
            return may(user_of(request))

    return Asked


def allow(yes: bool) -> None:
    """Go on where a room's `permissions.py` said yes, and answer 403 where it did not."""
    if not yes:
        raise PermissionDenied
