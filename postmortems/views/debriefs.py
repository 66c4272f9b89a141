"""Debriefs: planning, moving, holding, and what was said."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.hours import next_working_morning
from people.http import UserRequest
from people.models import User
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import debriefing
from postmortems.forms.debriefs import DebriefForm, DebriefNotesForm, PlanForm, notes_of
from postmortems.invitations import published
from postmortems.models import Debrief, Postmortem
from postmortems.queries.debriefs import was_there
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find

# Two working days from now at half past the fifth hour of work: mostly the early afternoon.
AHEAD = 2
INTO_THE_DAY = timedelta(hours=5)


def _find(request: UserRequest, pk: int, debrief: int) -> Debrief:
    debriefs = Debrief.objects.visible_to(request.user).filter(postmortem=pk)
    related = debriefs.select_related("postmortem", "facilitator", "planned_by")
    return get_object_or_404(related, pk=debrief)


def _find_to_plan(request: UserRequest, pk: int, debrief: int) -> Debrief:
    this = _find(request, pk, debrief)
    if not permissions.may_plan_debrief(request.user, this.postmortem):
        raise PermissionDenied
    return this


def _find_to_run(request: UserRequest, pk: int, debrief: int) -> Debrief:
    this = _find(request, pk, debrief)
    if not permissions.may_run_debrief(request.user, this):
        raise PermissionDenied
    return this


def _suggested_time(user: User) -> datetime:
    return next_working_morning(user, timezone.now(), days=AHEAD) + INTO_THE_DAY


def _plan_page(
    request: UserRequest, postmortem: Postmortem, form: PlanForm, status: int = 200
) -> HttpResponse:
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/plan_debrief.html", context, status=status)


@writers_only
@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """The page that invites people to a debrief."""
    postmortem = find(request, pk, may=permissions.may_plan_debrief)
    if planned := postmortem.debriefs.filter(state="planned").first():
        return redirect(planned)
    at = _suggested_time(request.user)
    known = {
        "starts_at": at,
        "invited": was_there(postmortem),
        "questions": "\n".join(str(one) for one in debriefing.QUESTIONS),
    }
    return _plan_page(request, postmortem, PlanForm(postmortem=postmortem, at=at, initial=known))


@writers_only
@require_POST
def invite(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_plan_debrief)
    form = PlanForm(request.POST, postmortem=postmortem)
    if form.applies(debriefing.plan_debrief, postmortem, by=request.user):
        messages.success(request, _("Everybody who is invited hears of it in their working hours."))
        return redirect(form.outcome)
    return _plan_page(request, postmortem, form, status=422)


def _context(request: UserRequest, debrief: Debrief, **shown: DomainForm) -> dict[str, object]:
    name_in_lines([debrief])
    may_run = permissions.may_run_debrief(request.user, debrief)
    return {
        "postmortem": debrief.postmortem,
        "debrief": debrief,
        "invited": debrief.invited.order_by("display_name", "email"),
        "may_plan": permissions.may_plan_debrief(request.user, debrief.postmortem),
        "may_run": may_run,
        "form": DebriefNotesForm.of(debrief) if may_run else None,
        **shown,
    }


def _again(request: UserRequest, debrief: Debrief, **shown: DomainForm) -> HttpResponse:
    context = _context(request, debrief, **shown)
    return render(request, "postmortems/debrief.html", context, status=422)


@login_required
@require_GET
def show(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    this = _find(request, pk, debrief)
    return render(request, "postmortems/debrief.html", _context(request, this))


@login_required
@require_GET
def calendar(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    """The debrief as a file for a calendar."""
    part = published(_find(request, pk, debrief))
    return HttpResponse(
        part.content,
        content_type=f"text/calendar; method={part.method}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="debrief.ics"'},
    )


@writers_only
@require_GET
def move(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    """The page that moves a debrief, or invites others."""
    this = _find_to_plan(request, pk, debrief)
    if not this.is_planned:
        return redirect(this)
    known = {
        "starts_at": this.starts_at,
        "minutes": this.minutes,
        "place": this.place,
        "facilitator": this.facilitator_id,
        "invited": this.invited.all(),
    }
    form = DebriefForm(postmortem=this.postmortem, at=this.starts_at, initial=known)
    context = {"postmortem": this.postmortem, "debrief": this, "form": form}
    return render(request, "postmortems/plan_debrief.html", context)


@writers_only
@require_POST
def change(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    this = _find_to_plan(request, pk, debrief)
    form = DebriefForm(request.POST, postmortem=this.postmortem)
    if form.applies(debriefing.change_debrief, this, by=request.user):
        messages.success(request, _("Whoever is affected hears of it."))
        return redirect(this)
    context = {"postmortem": this.postmortem, "debrief": this, "form": form}
    return render(request, "postmortems/plan_debrief.html", context, status=422)


@writers_only
@require_POST
def cancel(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    this, form = _find_to_plan(request, pk, debrief), DomainForm(request.POST)
    if form.applies(debriefing.cancel_debrief, this, by=request.user):
        messages.success(request, _("It is called off, and everybody who was invited hears of it."))
        return redirect(this)
    return _again(request, this, refused=form)


@writers_only
@require_POST
def hold(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    this, form = _find_to_run(request, pk, debrief), DomainForm(request.POST)
    if form.applies(debriefing.hold_debrief, this, by=request.user):
        messages.success(request, _("Thank you for talking about it."))
        return redirect(this)
    return _again(request, this, refused=form)


@writers_only
@require_POST
def write(request: UserRequest, pk: int, debrief: int) -> HttpResponse:
    this = _find_to_run(request, pk, debrief)
    form = DebriefNotesForm.of(this, request.POST)
    if form.applies(debriefing.write_debrief, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(this)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        this.refresh_from_db()
        form.catch_up(notes_of(this), revision=this.revision)
    return _again(request, this, form=form)
