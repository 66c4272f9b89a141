"""Signing in through the organisation's own sign-in."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.domain.single_sign_on import person_of
from people.errors import DomainError
from people.single_sign_on.provider import Attempt, NoAnswer, address_to_ask, claims_of

logger = logging.getLogger(__name__)

KEPT = "single_sign_on"
RATES = {"single_sign_on": "30/m/ip"}


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the organisation's sign-in."""
    _only_if_set_up()
    slow: HttpResponse | None = consume_or_429(
        request, app="people", action="single_sign_on", config=RATES, limit_get=True
    )
    if slow:
        return slow
    attempt = Attempt.new(_onward(request))
    try:
        address = address_to_ask(attempt, callback=_callback())
    except NoAnswer as error:
        return _not_in(request, error)
    request.session[KEPT] = attempt.kept()
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def answered(request: HttpRequest) -> HttpResponse:
    """What the organisation's sign-in says; each answer is good for one try."""
    _only_if_set_up()
    kept = request.session.pop(KEPT, None)
    attempt = Attempt(**kept) if kept else None
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if attempt is None or not constant_time_compare(state, attempt.state):
        return _back(request, _("That took too long, or began in another browser. Try again."))
    if request.GET.get("error") == "access_denied":
        return _back(request, _("You were not signed in. You can try again."))
    try:
        claims = claims_of(attempt, code=code, callback=_callback())
        person = person_of(claims)
    except NoAnswer as error:
        return _not_in(request, error)
    except DomainError as error:
        return _back(request, error.messages[0])
    record_authentication(request, person, method="socialaccount", provider="oidc")
    login = Login(user=person, redirect_url=attempt.onward or None)
    response: HttpResponse = perform_login(request, login)
    return response


def _only_if_set_up() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404


def _onward(request: HttpRequest) -> str:
    onward = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    return onward if is_ours else ""


def _callback() -> str:
    return settings.SITE_URL + reverse("people:single_sign_on_answered")


def _not_in(request: HttpRequest, error: NoAnswer) -> HttpResponse:
    logger.warning("Single sign-on: %s", error)
    return _back(request, _("Your organisation’s sign-in did not answer as it should. Try again."))


def _back(request: HttpRequest, says: str) -> HttpResponse:
    messages.error(request, says)
    return redirect("account_login")
