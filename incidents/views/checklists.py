"""The checklists that rooms are offered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import checklists as acts
from incidents.forms.checklists import ChecklistForm
from incidents.models import Checklist
from incidents.permissions import catalogue_keepers_only, may_keep_catalogue
from people.forms import DomainForm
from people.http import UserRequest


@login_required
@require_GET
def list_checklists(request: UserRequest) -> HttpResponse:
    context = {
        "checklists": Checklist.objects.select_related("service"),
        "may_keep": may_keep_catalogue(request.user),
    }
    return render(request, "incidents/checklists.html", context)


@catalogue_keepers_only
@require_GET
def new_checklist(request: UserRequest) -> HttpResponse:
    return _page(request, None, ChecklistForm())


@catalogue_keepers_only
@require_POST
def write_checklist(request: UserRequest) -> HttpResponse:
    form = ChecklistForm(request.POST)
    if form.applies(acts.write_checklist, by=request.user):
        return redirect("incidents:checklists")
    return _page(request, None, form, status=422)


@catalogue_keepers_only
@require_GET
def edit_checklist(request: UserRequest, checklist: int) -> HttpResponse:
    this = get_object_or_404(Checklist, pk=checklist)
    return _page(request, this, ChecklistForm(initial=ChecklistForm.known_of(this)))


@catalogue_keepers_only
@require_POST
def change_checklist(request: UserRequest, checklist: int) -> HttpResponse:
    this, form = get_object_or_404(Checklist, pk=checklist), ChecklistForm(request.POST)
    if form.applies(acts.change_checklist, this, by=request.user):
        return redirect("incidents:checklists")
    return _page(request, this, form, status=422)


@catalogue_keepers_only
@require_GET
def ask_to_delete(request: UserRequest, checklist: int) -> HttpResponse:
    this = get_object_or_404(Checklist, pk=checklist)
    return render(request, "incidents/checklist_delete.html", {"checklist": this})


@catalogue_keepers_only
@require_POST
def delete_checklist(request: UserRequest, checklist: int) -> HttpResponse:
    this = get_object_or_404(Checklist, pk=checklist)
    acts.delete_checklist(this, by=request.user)
    messages.success(request, _("The checklist is gone. Tasks that came from it are still there."))
    return redirect("incidents:checklists")


def _page(
    request: UserRequest, this: Checklist | None, form: DomainForm, status: int = 200
) -> HttpResponse:
    context = {"checklist": this, "form": form}
    return render(request, "incidents/checklist_form.html", context, status=status)
