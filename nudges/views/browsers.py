"""Browsers that messages reach somebody in. `static/js/push.js` is the other side."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nudges.domain.browsers import (
    keep_browser,
    leave_browser,
    see_browser,
    take_out_browser,
    try_browser,
)
from nudges.forms.browsers import BrowserForm, EndpointForm
from nudges.models import Address
from nudges.push.keys import this_site
from people.browsers import browser_name
from people.forms import DomainForm
from people.http import UserRequest
from people.models import User

# Of the session: in which of somebody's browsers it is.
BROWSER = "browser"


@login_required
@require_GET
def browsers(request: UserRequest) -> HttpResponse:
    return _page(request, DomainForm())


def _page(request: UserRequest, form: DomainForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "browsers": Address.objects.visible_to(request.user).browsers().order_by("-created_at"),
        "this": request.session.get(BROWSER),
        "key": this_site().public_key,
    }
    return render(request, "nudges/browsers.html", context, status=status)


@login_required
@require_POST
def keep(request: UserRequest) -> HttpResponse:
    form = BrowserForm(request.POST)
    if _is_kept(request, form):
        messages.success(request, _("Saved. Messages reach you in this browser now."))
        return redirect("nudges:browsers")
    return _page(request, form, status=422)


@login_required
@require_POST
def renew(request: UserRequest) -> HttpResponse:
    """A browser was given another endpoint, or asked for one with the key that holds now."""
    form = BrowserForm(request.POST)
    return HttpResponse(status=204) if _is_kept(request, form) else _refused(form)


def _is_kept(request: UserRequest, form: BrowserForm) -> bool:
    label = browser_name(request.headers.get("User-Agent", ""))
    if not form.applies(keep_browser, request.user, by=request.user, label=label):
        return False
    request.session[BROWSER] = form.outcome.pk
    return True


@login_required
@require_GET
@never_cache
def key(request: UserRequest) -> HttpResponse:
    """What a service worker needs to subscribe anew: it has no page to read it from."""
    headers = {"X-CSRFToken": get_token(request)}
    return JsonResponse({"key": this_site().public_key, "headers": headers})


@login_required
@require_POST
def see(request: UserRequest) -> HttpResponse:
    """Say whether messages reach the reader in the browser that they are in."""
    form = EndpointForm(request.POST)
    if not form.applies(see_browser, request.user):
        return _refused(form)
    if form.outcome:
        request.session[BROWSER] = form.outcome.pk
    return JsonResponse({"is_yours": bool(form.outcome)})


@login_required
@require_POST
def leave(request: UserRequest) -> HttpResponse:
    """Somebody else is in this browser now: whoever was before is not reached in it."""
    form = EndpointForm(request.POST)
    return HttpResponse(status=204) if form.applies(leave_browser) else _refused(form)


@login_required
@require_POST
def take_out(request: UserRequest, pk: int) -> HttpResponse:
    take_out_browser(_own(request, pk), by=request.user)
    messages.success(request, _("Taken out. No messages reach you there any more."))
    return redirect("nudges:browsers")


@login_required
@require_POST
def try_out(request: UserRequest, pk: int) -> HttpResponse:
    form = DomainForm(request.POST)
    if form.applies(try_browser, _own(request, pk), by=request.user):
        messages.success(request, _("Sent. It shows in that browser within a few seconds."))
        return redirect("nudges:browsers")
    return _page(request, form, status=422)


def _own(request: UserRequest, pk: int) -> Address:
    return get_object_or_404(Address.objects.visible_to(request.user).browsers(), pk=pk)


def _refused(form: EndpointForm) -> HttpResponse:
    says = [sentence for sentences in form.errors.values() for sentence in sentences]
    return JsonResponse({"says": says[0]}, status=422)


def forget_at_sign_out(
    sender: object, request: HttpRequest | None, user: User | None, **_more: object
) -> None:
    """Whoever uses this machine next does not see the messages of whoever signs out."""
    number = request.session.get(BROWSER) if request else None
    if user and number:
        Address.objects.visible_to(user).browsers().filter(pk=number).delete()
