"""Where the organisation wants everybody to have a second step, nobody goes on without one."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from people.models import User
from people.organisation import the_organisation

# What is needed to set one up, or to leave.
OPEN = {
    *("people:security", "people:end_session", "people:end_other_sessions"),
    *("navigation", "service_worker", "manifest", "offline", "healthz"),
}
OPEN_PATHS = "/accounts/"


def has_second_step(user: User) -> bool:
    """Whether a code or a passkey is asked for besides the password."""
    ways = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: bool = Authenticator.objects.filter(user=user, type__in=ways).exists()
    return found


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether somebody who is signed in has to set one up first.

    Whoever came by single sign-on was asked there.
    """
    user = request.user
    if not (isinstance(user, User) and the_organisation().requires_second_step):
        return False
    methods = get_authentication_records(request, user)
    if any(one.get("method") == "socialaccount" for one in methods):
        return False
    return not has_second_step(user)


class SecondStep:
    """Lead whoever lacks a second step to the page where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "is_for_everyone", False) or _is_open(request):
            return None
        if not lacks_second_step(request):
            return None
        is_page = request.method == "GET" and "HX-Request" not in request.headers
        if not is_page or request.path.startswith("/api/"):
            raise PermissionDenied
        messages.info(request, _("Everybody here needs a second step. Set yours up to go on."))
        return redirect("people:security")


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.path.startswith(OPEN_PATHS) or (match is not None and match.view_name in OPEN)
