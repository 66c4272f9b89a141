"""What sends alerts: the list, adding, changing, a new address, on and off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from alerts import queries
from alerts.domain import sources as acts
from alerts.forms import ChangeSourceForm, NewSourceForm, SwitchForm
from alerts.models import Source
from alerts.permissions import keepers_only
from alerts.snippets import connecting
from people.forms import DomainForm
from people.http import UserRequest


@keepers_only
@require_GET
def list_sources(request: UserRequest) -> HttpResponse:
    return render(request, "alerts/sources.html", {"sources": queries.sources()})


@keepers_only
@require_GET
def new_source(request: UserRequest) -> HttpResponse:
    return render(request, "alerts/new_source.html", {"form": NewSourceForm()})


@keepers_only
@never_cache
@require_POST
def add_source(request: UserRequest) -> HttpResponse:
    """Add it and show its address in this answer, the only one that ever holds it."""
    form = NewSourceForm(request.POST)
    if not form.applies(acts.add_source, by=request.user):
        return render(request, "alerts/new_source.html", {"form": form}, status=422)
    return _connected(request, *form.outcome)


@keepers_only
@require_GET
def source(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(queries.sources(), pk=source)
    overview = queries.read_source(this, reader=request.user)
    return render(request, "alerts/source.html", {"source": this, "overview": overview})


@keepers_only
@require_GET
def edit_source(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    return _edit(request, this, ChangeSourceForm(source=this))


@keepers_only
@require_POST
def change_source(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    form = ChangeSourceForm(request.POST, source=this)
    if form.applies(acts.change_source, this, by=request.user):
        return redirect(this)
    return _edit(request, this, form, status=422)


@keepers_only
@require_GET
def ask_to_rotate(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    return render(request, "alerts/rotate.html", {"source": this})


@keepers_only
@never_cache
@require_POST
def rotate_source(request: UserRequest, source: int) -> HttpResponse:
    """Make a new address and show it in this answer, as when the source was added."""
    this = get_object_or_404(Source, pk=source)
    return _connected(request, *acts.rotate_source(this, by=request.user))


@keepers_only
@require_POST
def switch_source(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    SwitchForm(request.POST).applies(acts.switch_source, this, by=request.user)
    return redirect(this)


@keepers_only
@require_GET
def ask_to_delete(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    return render(request, "alerts/delete.html", {"source": this})


@keepers_only
@require_POST
def delete_source(request: UserRequest, source: int) -> HttpResponse:
    acts.delete_source(get_object_or_404(Source, pk=source), by=request.user)
    messages.success(request, _("The source is gone. The incidents it opened are still there."))
    return redirect("alerts:sources")


def _connected(request: UserRequest, source: Source, token: str) -> HttpResponse:
    context = {"source": source, "connecting": connecting(source.format, token)}
    return render(request, "alerts/connected.html", context)


def _edit(
    request: UserRequest, source: Source, form: DomainForm, status: int = 200
) -> HttpResponse:
    context = {"source": source, "form": form}
    return render(request, "alerts/edit_source.html", context, status=status)
