"""The status page, for the whole world; and its settings, for admins."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from incidents.domain import status_page as acts
from incidents.feeds import StatusFeed
from incidents.forms.status_page import StatusPageForm, SubscribeForm
from incidents.models import (
    Service,
    StatusMail,
    StatusMailState,
    StatusPage,
    Subscriber,
)
from incidents.permissions import may_run_status_page
from incidents.queries.status_page import read_status_page, status_page
from incidents.status_mail import CONFIRM, LEAVE, subscriber_of
from people.http import UserRequest, for_everyone
from people.permissions import writers_only

KEPT_SECONDS = 30


def _page() -> StatusPage:
    page = status_page()
    if page is None:
        raise Http404
    return page


@require_safe
@for_everyone(seconds=KEPT_SECONDS)
def page(request: HttpRequest) -> HttpResponse:
    """The page itself. It is drawn without the request, so that nothing in it is anybody's."""
    shown = read_status_page(_page())
    return HttpResponse(render_to_string("status/page.html", {"shown": shown}))


@require_safe
@for_everyone(seconds=KEPT_SECONDS)
def feed(request: HttpRequest) -> HttpResponse:
    return StatusFeed(_page())(request)


@require_GET
def subscribing(request: HttpRequest) -> HttpResponse:
    context = {"page": _page(), "form": SubscribeForm()}
    return render(request, "status/subscribe.html", context)


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    this, form = _page(), SubscribeForm(request.POST)
    if form.applies(acts.subscribe):
        return redirect("status:asked")
    return render(request, "status/subscribe.html", {"page": this, "form": form}, status=422)


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not the address is known."""
    return render(request, "status/asked.html", {"page": _page()})


@require_GET
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button: programs that look at mail follow links, and must not answer for a person."""
    return _with_link(request, token, to=CONFIRM, template="status/confirm.html")


@require_POST
def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    if subscriber := subscriber_of(token, to=CONFIRM):
        acts.confirm(subscriber)
        return render(request, "status/confirmed.html", {"page": _page()})
    return _with_link(request, token, to=CONFIRM, template="status/confirm.html")


@csrf_exempt  # The mail program that presses the button has no cookie; the link is the secret.
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mail: a page with one button, or a mail program's own button (RFC 8058)."""
    if request.method != "POST":
        return _with_link(request, token, to=LEAVE, template="status/leave.html")
    if subscriber := subscriber_of(token, to=LEAVE):
        acts.unsubscribe(subscriber)
    return render(request, "status/left.html")


def _with_link(request: HttpRequest, token: str, *, to: str, template: str) -> HttpResponse:
    subscriber = subscriber_of(token, to=to)
    context = {"subscriber": subscriber, "token": token}
    return render(request, template, context, status=200 if subscriber else 404)


def _admins(request: UserRequest) -> None:
    if not may_run_status_page(request.user):
        raise PermissionDenied


def _settings(request: UserRequest, form: StatusPageForm, *, status: int = 200) -> HttpResponse:
    aside = StatusMail.objects.filter(state=StatusMailState.SET_ASIDE)
    context = {
        "form": form,
        "page": status_page(),
        "services": Service.objects.exclude(public_name="").order_by("public_name"),
        "subscribers": Subscriber.objects.confirmed().count(),
        "aside": aside.select_related("subscriber").order_by("-pk")[:50],
    }
    return render(request, "status/settings.html", context, status=status)


@writers_only
@require_GET
def settings(request: UserRequest) -> HttpResponse:
    _admins(request)
    this = StatusPage.objects.filter(pk=1).first()
    known = {name: getattr(this, name) for name in StatusPageForm.base_fields} if this else {}
    return _settings(request, StatusPageForm(initial=known))


@writers_only
@require_POST
def save_settings(request: UserRequest) -> HttpResponse:
    _admins(request)
    form = StatusPageForm(request.POST)
    if form.applies(acts.set_up_status_page, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("incidents:status_settings")
    return _settings(request, form, status=422)


@writers_only
@require_POST
def try_again(request: UserRequest) -> HttpResponse:
    _admins(request)
    aside = StatusMail.objects.filter(state=StatusMailState.SET_ASIDE)
    acts.try_mail_again(list(aside.values_list("pk", flat=True)), by=request.user)
    messages.success(request, _("They are being sent again."))
    return redirect("incidents:status_settings")
