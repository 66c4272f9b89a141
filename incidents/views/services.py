"""The catalogue of services, and keeping it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import services as acts
from incidents.forms import services as forms
from incidents.models import Service, ServiceLink, Tool
from incidents.permissions import catalogue_keepers_only, may_edit_service, may_keep_catalogue
from incidents.queries.services import catalogue, service_page
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def find_service(slug: str) -> Service:
    return get_object_or_404(Service.objects.select_related("team"), slug=slug)


def find_own(request: UserRequest, slug: str) -> Service:
    """A service that the reader may edit."""
    service = find_service(slug)
    if not may_edit_service(request.user, service):
        raise PermissionDenied
    return service


@login_required
@require_GET
def list_services(request: UserRequest) -> HttpResponse:
    form = forms.SearchForm(request.GET)
    named = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"services": catalogue(request.user, named=named), "form": form, "named": named}
    may_keep = may_keep_catalogue(request.user)
    return render(request, "incidents/services.html", context | {"may_keep": may_keep})


@login_required
@require_GET
def service(request: UserRequest, slug: str) -> HttpResponse:
    page = service_page(find_service(slug), reader=request.user)
    may_edit = may_edit_service(request.user, page.service)
    context = {"page": page, "service": page.service, "may_edit": may_edit}
    return render(request, "incidents/service.html", context)


@catalogue_keepers_only
@require_GET
def new_service(request: UserRequest) -> HttpResponse:
    return _service_form(request, None, forms.ServiceForm(for_admin=True))


@catalogue_keepers_only
@require_POST
def add_service(request: UserRequest) -> HttpResponse:
    form = forms.ServiceForm(request.POST, for_admin=True)
    if form.applies(acts.create_service, by=request.user):
        return redirect(form.outcome)
    return _service_form(request, None, form, status=422)


@writers_only
@require_GET
def edit_service(request: UserRequest, slug: str) -> HttpResponse:
    this = find_own(request, slug)
    known = forms.ServiceForm.known_of(this)
    form = forms.ServiceForm(initial=known, for_admin=may_keep_catalogue(request.user))
    return _service_form(request, this, form)


@writers_only
@require_POST
def change_service(request: UserRequest, slug: str) -> HttpResponse:
    this = find_own(request, slug)
    form = forms.ServiceForm(request.POST, for_admin=may_keep_catalogue(request.user))
    if form.applies(acts.describe_service, this, by=request.user):
        return redirect(this)
    return _service_form(request, this, form, status=422)


def _service_form(
    request: UserRequest, this: Service | None, form: DomainForm, status: int = 200
) -> HttpResponse:
    context = {"service": this, "form": form}
    return render(request, "incidents/service_form.html", context, status=status)


@writers_only
@require_GET
def new_link(request: UserRequest, slug: str) -> HttpResponse:
    return _part(request, find_own(request, slug), "link", forms.LinkForm())


@writers_only
@require_POST
def add_link(request: UserRequest, slug: str) -> HttpResponse:
    this, form = find_own(request, slug), forms.LinkForm(request.POST)
    if form.applies(acts.add_link, this, by=request.user):
        return redirect(f"{this.get_absolute_url()}#links")
    return _part(request, this, "link", form, status=422)


@writers_only
@require_GET
def edit_link(request: UserRequest, slug: str, link: int) -> HttpResponse:
    this = find_own(request, slug)
    old = get_object_or_404(this.links, pk=link)
    return _part(request, this, "link", forms.LinkForm(initial=vars(old)), old)


@writers_only
@require_POST
def change_link(request: UserRequest, slug: str, link: int) -> HttpResponse:
    this, form = find_own(request, slug), forms.LinkForm(request.POST)
    old = get_object_or_404(this.links, pk=link)
    if form.applies(acts.change_link, old, by=request.user):
        return redirect(f"{this.get_absolute_url()}#links")
    return _part(request, this, "link", form, old, status=422)


@writers_only
@require_POST
def remove_link(request: UserRequest, slug: str, link: int) -> HttpResponse:
    this = find_own(request, slug)
    acts.remove_link(get_object_or_404(this.links, pk=link), by=request.user)
    return redirect(f"{this.get_absolute_url()}#links")


@writers_only
@require_GET
def new_tool(request: UserRequest, slug: str) -> HttpResponse:
    return _part(request, find_own(request, slug), "tool", forms.ToolForm())


@writers_only
@require_POST
def add_tool(request: UserRequest, slug: str) -> HttpResponse:
    this, form = find_own(request, slug), forms.ToolForm(request.POST)
    if form.applies(acts.add_tool, this, by=request.user):
        return redirect(f"{this.get_absolute_url()}#tools")
    return _part(request, this, "tool", form, status=422)


@writers_only
@require_GET
def edit_tool(request: UserRequest, slug: str, tool: int) -> HttpResponse:
    this = find_own(request, slug)
    old = get_object_or_404(this.tools, pk=tool)
    return _part(request, this, "tool", forms.ToolForm(initial=vars(old)), old)


@writers_only
@require_POST
def change_tool(request: UserRequest, slug: str, tool: int) -> HttpResponse:
    this, form = find_own(request, slug), forms.ToolForm(request.POST)
    old = get_object_or_404(this.tools, pk=tool)
    if form.applies(acts.change_tool, old, by=request.user):
        return redirect(f"{this.get_absolute_url()}#tools")
    return _part(request, this, "tool", form, old, status=422)


@writers_only
@require_POST
def remove_tool(request: UserRequest, slug: str, tool: int) -> HttpResponse:
    this = find_own(request, slug)
    acts.remove_tool(get_object_or_404(this.tools, pk=tool), by=request.user)
    return redirect(f"{this.get_absolute_url()}#tools")


def _part(
    request: UserRequest,
    this: Service,
    kind: str,
    form: DomainForm,
    old: ServiceLink | Tool | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which a link or a tool is written down, changed or taken away."""
    context: dict[str, Any] = {"service": this, "form": form, "old": old}
    return render(request, f"incidents/service_{kind}.html", context, status=status)
