"""Where admins say which other programs hear what happens here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from webhooks.domain import endpoints
from webhooks.forms import EndpointForm
from webhooks.models import Endpoint
from webhooks.permissions import keepers_only
from webhooks.queries.log import all_endpoints


@keepers_only
@require_GET
def all_of_them(request: UserRequest) -> HttpResponse:
    context = {"endpoints": all_endpoints(), "most": endpoints.MOST}
    return render(request, "webhooks/list.html", context)


@keepers_only
@require_GET
def new(request: UserRequest) -> HttpResponse:
    return render(request, "webhooks/form.html", {"form": EndpointForm()})


@sensitive_variables("secret")
@keepers_only
@never_cache
@require_POST
def add(request: UserRequest) -> HttpResponse:
    """Add an endpoint, and show its secret in this answer, the only one that ever holds it."""
    form = EndpointForm(request.POST)
    if not form.applies(endpoints.add_endpoint, by=request.user):
        return render(request, "webhooks/form.html", {"form": form}, status=422)
    endpoint, secret = form.outcome
    context = {"endpoint": endpoint, "secret": secret}
    return render(request, "webhooks/secret.html", context, status=201)


@keepers_only
@require_GET
def edit(request: UserRequest, endpoint: int) -> HttpResponse:
    this = get_object_or_404(Endpoint, pk=endpoint)
    now = {"url": this.url, "description": this.description, "events": this.events}
    return render(request, "webhooks/form.html", {"form": EndpointForm(now), "endpoint": this})


@keepers_only
@require_POST
def change(request: UserRequest, endpoint: int) -> HttpResponse:
    this, form = get_object_or_404(Endpoint, pk=endpoint), EndpointForm(request.POST)
    if form.applies(endpoints.change_endpoint, this, by=request.user):
        return redirect(this)
    context = {"form": form, "endpoint": this}
    return render(request, "webhooks/form.html", context, status=422)


@sensitive_variables("secret")
@keepers_only
@never_cache
@require_POST
def rotate(request: UserRequest, endpoint: int) -> HttpResponse:
    """Make a new secret, and show it in this answer, the only one that ever holds it."""
    this = get_object_or_404(Endpoint, pk=endpoint)
    secret = endpoints.rotate_secret(this, by=request.user)
    this.refresh_from_db()
    return render(request, "webhooks/secret.html", {"endpoint": this, "secret": secret})


@keepers_only
@require_POST
def switch_off(request: UserRequest, endpoint: int) -> HttpResponse:
    this = endpoints.switch_off(get_object_or_404(Endpoint, pk=endpoint), by=request.user)
    messages.success(request, _("Nothing goes there until you switch it on again."))
    return redirect(this)


@keepers_only
@require_POST
def switch_on(request: UserRequest, endpoint: int) -> HttpResponse:
    this = endpoints.switch_on(get_object_or_404(Endpoint, pk=endpoint), by=request.user)
    messages.success(request, _("Switched on. It hears what happens from now on."))
    return redirect(this)


@keepers_only
@require_POST
def take_out(request: UserRequest, endpoint: int) -> HttpResponse:
    endpoints.take_out(get_object_or_404(Endpoint, pk=endpoint), by=request.user)
    messages.success(request, _("Taken out. Its address and its secret are forgotten."))
    return redirect("webhooks:list")
