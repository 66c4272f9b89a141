"""Who may do what, asked by pages and API alike."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from people.http import UserRequest
from people.models import User

View = Callable[..., HttpResponse]


def may_write(user: User) -> bool:
    """Reader accounts read only."""
    return user.is_active and user.may_write


def writers_only(view: View) -> View:
    """Let members in, send strangers to the sign-in, and tell readers no."""

    @login_required
    @wraps(view)
    def checked(request: UserRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
