"""How somebody signs in: password, second step, passkeys, address, and where they are now."""

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.ratelimit import consume_or_429
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.domain import sessions
from people.domain.address import ask_to_change_address, confirm_address, read_token
from people.forms import AddressForm, EndSessionForm, TokenForm
from people.http import UserRequest, by_token
from people.models import Session

MOST_SESSIONS = 50


@login_required
@require_GET
def security(request: UserRequest) -> HttpResponse:
    found = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    ways = {one.type: one.wrap() for one in found}
    context = {
        "app": ways.get(Authenticator.Type.TOTP),
        "codes": ways.get(Authenticator.Type.RECOVERY_CODES),
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "sessions": Session.objects.of(request.user)[:MOST_SESSIONS],
        "this": request.session.session_key,
        "can_say_who": request.user.has_usable_password() or bool(found),
    }
    return render(request, "people/security.html", context)


@login_required
@require_POST
def end_session(request: UserRequest) -> HttpResponse:
    form = EndSessionForm(request.POST)
    if form.applies(sessions.end_session, request.user, by=request.user):
        messages.success(request, _("You are signed out there."))
    return redirect("people:security")


@login_required
@require_POST
def end_other_sessions(request: UserRequest) -> HttpResponse:
    this = request.session.session_key
    n = sessions.end_other_sessions(request.user, by=request.user, this=this)
    said = ngettext("You are signed out in one other browser.", "You are signed out in %(n)d.", n)
    messages.success(request, said % {"n": n} if n else _("You are signed in nowhere else."))
    return redirect("people:security")


@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def change_address(request: UserRequest) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    slow: HttpResponse | None = consume_or_429(
        request, app="allauth.account", action="manage_email"
    )
    if slow:
        return slow
    if form.applies(ask_to_change_address, request.user, by=request.user):
        messages.success(request, _("Open the link that is on its way to the new address."))
        return redirect("people:security")
    status = 422 if form.is_bound else 200
    return render(request, "people/change_address.html", {"form": form}, status=status)


@by_token
@require_GET
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    told = read_token(token)
    context = {"form": TokenForm(initial={"token": token}), "email": told[2] if told else ""}
    return render(request, "people/confirm_address.html", context, status=200 if told else 404)


@by_token
@require_POST
def confirmed(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST)
    if form.applies(confirm_address):
        return render(request, "people/address_confirmed.html", {"email": form.outcome.email})
    context = {"form": form, "email": ""}
    return render(request, "people/confirm_address.html", context, status=422)
