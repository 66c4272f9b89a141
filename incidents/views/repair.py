"""Data repair: begin one, plan it, tick its steps, say how far it is, end it."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import repair_progress, repair_steps, repair_tokens, repairing
from incidents.forms import repair as forms
from incidents.models import Incident, Repair, RepairStepName
from incidents.queries.repairs import Mending, read_repair, repair_jobs, repairs_of
from incidents.views.finding import find
from people.errors import DomainError
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only

PLAN = ("what_was_written", "how_to_find", "how_to_repair", "total", "run_by", "pairs")


def find_repair(request: UserRequest, repair: int) -> Repair:
    """A repair by its own number: a merge may have moved it to another incident."""
    repairs = Repair.objects.visible_to(request.user).select_related("incident")
    return get_object_or_404(repairs, pk=repair)


@writers_only
@require_GET
def begin_repair(request: UserRequest, number: int) -> HttpResponse:
    """The page that begins a repair."""
    incident = find(request, number)
    return _begin_page(request, incident, forms.RepairForm(incident=incident))


@writers_only
@require_POST
def start_repair(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.RepairForm(request.POST, incident=incident)
    if form.applies(repairing.begin_repair, incident, by=request.user):
        return redirect(form.outcome)
    return _begin_page(request, incident, form, status=422)


def _begin_page(
    request: UserRequest, incident: Incident, form: forms.RepairForm, *, status: int = 200
) -> HttpResponse:
    context = {"incident": incident, "form": form, "jobs": repair_jobs(incident)}
    return render(request, "incidents/begin_repair.html", context, status=status)


@login_required
@require_GET
def live_repairs(request: UserRequest, number: int) -> HttpResponse:
    """The repairs of a room, as a fragment: how far they are moves more often than the rest."""
    incident = find(request, number)
    context = {"incident": incident, "repairs": repairs_of(incident)}
    return render(request, "incidents/_repairs.html", context)


@login_required
@require_GET
def repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    if this.incident_id != number:
        return redirect(this)
    return _page(request, read_repair(this))


@login_required
@require_GET
def live_repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    """The part of a repair's page that changes, as a fragment."""
    this = read_repair(find_repair(request, repair))
    return render(request, "incidents/_repair.html", _context(this))


def _page(
    request: UserRequest, this: Mending, *, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "incidents/repair.html", _context(this) | more, status=status)


def _context(this: Mending) -> dict[str, object]:
    return {
        "repair": this.repair,
        "incident": this.repair.incident,
        "mending": this,
        "steps": [(step, forms.StepForm(step=step.name)) for step in this.steps],
        "progress_form": forms.ProgressForm(),
        "stop_form": forms.StopForm(),
    }


def _again(request: UserRequest, this: Repair, form: DomainForm, *, under: str) -> HttpResponse:
    """Show the page again, with the form that was not accepted open and as it was typed.

    Somebody may have ended the repair or ticked the step meanwhile, and then the
    page has no such form any more: what was typed is given back above it.
    """
    mending = read_repair(this)
    still_there = mending.repair.is_going_on and under not in mending.ticked
    if not still_there:
        return _page(request, mending, status=422, refused=form)
    more: dict[str, object] = {"opened": under, under: form}
    if isinstance(form, forms.StepForm):
        more["steps"] = [
            (step, form if step.name == under else forms.StepForm(step=step.name))
            for step in mending.steps
        ]
    return _page(request, mending, status=422, **more)


@writers_only
@require_GET
def edit_repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    """The page on which the plan is filled in, or put better."""
    this = find_repair(request, repair)
    if not this.is_going_on:
        return redirect(this)
    known = {name: getattr(this, name) for name in PLAN}
    form = forms.RepairForm(initial=known, incident=this.incident)
    context = {"repair": this, "incident": this.incident, "form": form}
    return render(request, "incidents/edit_repair.html", context)


@writers_only
@require_POST
def describe_repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    form = forms.RepairForm(request.POST, incident=this.incident)
    if form.applies(repairing.describe_repair, this, by=request.user):
        return redirect(this)
    context = {"repair": this, "incident": this.incident, "form": form}
    return render(request, "incidents/edit_repair.html", context, status=422)


@writers_only
@require_POST
def tick_step(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    name = request.POST.get("step", "")
    step = name if name in RepairStepName.values else RepairStepName.SCOPE
    form = forms.StepForm(request.POST, step=step)
    if form.applies(repair_steps.tick_step, this, by=request.user):
        return redirect(f"{this.get_absolute_url()}#step-{step}")
    return _again(request, this, form, under=step)


@writers_only
@require_POST
def untick_step(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    form = forms.UntickForm(request.POST)
    if form.applies(repair_steps.untick_step, this, by=request.user):
        return redirect(this)
    return _page(request, read_repair(this), status=422, refused=form)


@writers_only
@require_POST
def report_progress(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    form = forms.ProgressForm(request.POST)
    if form.applies(repair_progress.report_progress, this, by=request.user):
        return redirect(this)
    return _again(request, this, form, under="progress_form")


@writers_only
@require_POST
def verify_repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    form = DomainForm(request.POST)
    if form.applies(repairing.verify_repair, this, by=request.user):
        messages.success(request, _("Every row is right. Thank you for looking twice."))
        return redirect(this)
    return _page(request, read_repair(this), status=422, refused=form)


@writers_only
@require_POST
def stop_repair(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = find_repair(request, repair)
    form = forms.StopForm(request.POST)
    if form.applies(repairing.stop_repair, this, by=request.user):
        return redirect(this)
    return _again(request, this, form, under="stop_form")


@writers_only
@never_cache
@require_POST
def make_token(request: UserRequest, number: int, repair: int) -> HttpResponse:
    """Make a token and show it in this answer, the only one that ever holds it.

    There is no redirect, because there is nowhere to keep it until the next page.
    """
    this = find_repair(request, repair)
    try:
        token = repair_tokens.make_token(this, by=request.user)
    except DomainError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect(this)
    address = request.build_absolute_uri(reverse("repair_progress", args=[this.pk]))
    # Its own numbers: run as it stands, the example changes nothing.
    so_far = {"done": this.done} | ({} if this.total is None else {"total": this.total})
    example = (
        f"curl -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' "
        f"-d '{json.dumps(so_far)}' {address}"
    )
    return _page(request, read_repair(this), token=token, example=example)


@writers_only
@require_POST
def revoke_token(request: UserRequest, number: int, repair: int) -> HttpResponse:
    this = repair_tokens.revoke_token(find_repair(request, repair), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect(this)
