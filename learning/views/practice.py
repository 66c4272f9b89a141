"""Play a scenario."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from incidents.views.finding import find as find_incident
from learning.domain import practising
from learning.forms.practice import LookForm, StartForm
from learning.models import Run
from learning.queries import practice as queries
from learning.views.scenarios import find_scenario, show_scenario
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _find(request: UserRequest, pk: int) -> Run:
    seen = Run.objects.visible_to(request.user).select_related("scenario", "incident")
    return get_object_or_404(seen, pk=pk)


def _context(request: UserRequest, run: Run, *, in_room: bool = False) -> dict[str, object]:
    return {
        "play": queries.read_play(run, reader=request.user),
        "run": run,
        "form": LookForm(),
        "in_room": in_room,
        "link": request.build_absolute_uri(run.get_absolute_url()),
    }


def _again(request: UserRequest, run: Run, **shown: DomainForm) -> HttpResponse:
    """The page of the practice with what was typed; what a rule said stands above it."""
    context = _context(request, run) | {"opened": next(iter(shown))} | shown
    return render(request, "learning/run.html", context, status=422)


def _back(request: UserRequest, run: Run) -> HttpResponse:
    """To the room, where they pressed the button there; else to the page of the practice."""
    if "in_room" in request.POST:
        return redirect(f"{run.incident.get_absolute_url()}#playing")
    return redirect(run)


@writers_only
@require_POST
def start(request: UserRequest, scenario: int) -> HttpResponse:
    """Begin at once, in the room."""
    this, form = find_scenario(request, scenario), StartForm(request.POST)
    if form.applies(practising.start_run, this, by=request.user):
        return redirect(form.outcome.incident)
    return show_scenario(request, this, form, status=422)


@login_required
@require_GET
def run(request: UserRequest, run: int) -> HttpResponse:
    this = _find(request, run)
    return render(request, "learning/run.html", _context(request, this))


@login_required
@require_GET
def live_run(request: UserRequest, run: int) -> HttpResponse:
    """What the players know by now, as a fragment for the page of the practice."""
    this = _find(request, run)
    return render(request, "learning/_playing.html", _context(request, this))


@login_required
@require_GET
@vary_on_headers("HX-Request")
def in_room(request: UserRequest, number: int) -> HttpResponse:
    """The same fragment for the room; without scripts the page of the practice instead."""
    incident = find_incident(request, number)
    this = queries.run_in(incident, reader=request.user)
    if not request.headers.get("HX-Request"):
        return redirect(this or "learning:practice")
    context = _context(request, this, in_room=True) if this else {"run": None}
    return render(request, "learning/_playing.html", context)


@writers_only
@require_POST
def join(request: UserRequest, run: int) -> HttpResponse:
    this, form = _find(request, run), DomainForm(request.POST)
    if form.applies(practising.join_run, this, by=request.user):
        return redirect(f"{this.incident.get_absolute_url()}#playing")
    return _again(request, this, refused=form)


@writers_only
@require_POST
def look(request: UserRequest, run: int) -> HttpResponse:
    this, form = _find(request, run), LookForm(request.POST)
    if form.applies(practising.look_at, this, by=request.user):
        return _back(request, this)
    if form.non_field_errors():
        return _again(request, this, refused=form)
    return _again(request, this, form=form)


@writers_only
@require_POST
def hint(request: UserRequest, run: int) -> HttpResponse:
    this, form = _find(request, run), DomainForm(request.POST)
    if form.applies(practising.ask_for_hint, this, by=request.user):
        return _back(request, this)
    return _again(request, this, refused=form)


@writers_only
@require_POST
def end(request: UserRequest, run: int) -> HttpResponse:
    this, form = _find(request, run), DomainForm(request.POST)
    if form.applies(practising.end_run, this, by=request.user):
        return redirect("learning:compare", this.pk)
    return _again(request, this, refused=form)


@login_required
@require_GET
def compare(request: UserRequest, run: int) -> HttpResponse:
    """What happened then, beside what they did; not before it is over."""
    this = _find(request, run)
    if not this.is_over:
        messages.info(request, _("What happened is shown when the practice is over."))
        return redirect(this)
    found = queries.compare(this, reader=request.user)
    return render(request, "learning/compare.html", {"run": this, "found": found})
