"""Make scenarios, and choose one to play."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from learning.domain import scenarios
from learning.forms.practice import (
    AddClueForm,
    ClueForm,
    MoveForm,
    ScenarioForm,
    StartForm,
    words_of,
    words_of_clue,
)
from learning.models import Clue, Scenario
from learning.permissions import may_change_scenario
from learning.queries import practice as queries
from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only
from postmortems.views.finding import find as find_write_up


def find_scenario(request: UserRequest, pk: int) -> Scenario:
    seen = Scenario.objects.visible_to(request.user).select_related("source")
    return get_object_or_404(seen, pk=pk)


def _find_to_change(request: UserRequest, pk: int) -> Scenario:
    scenario = find_scenario(request, pk)
    if not may_change_scenario(request.user, scenario):
        raise PermissionDenied
    return scenario


def _find_clue(request: UserRequest, scenario: int, clue: int) -> Clue:
    clues = _find_to_change(request, scenario).clues.select_related("scenario__source")
    return get_object_or_404(clues, pk=clue)


@login_required
@require_GET
def practice(request: UserRequest) -> HttpResponse:
    before = row_number(request.GET.get("before", ""))
    context = {"shown": queries.shown(request.user, before=before), "before": before}
    return render(request, "learning/practice.html", context)


def show_scenario(
    request: UserRequest, this: Scenario, form: DomainForm, status: int = 200
) -> HttpResponse:
    context = {
        "scenario": this,
        "form": form,
        "runs": queries.runs_of(this, reader=request.user),
        "may_change": may_change_scenario(request.user, this),
    }
    return render(request, "learning/scenario.html", context, status=status)


@login_required
@require_GET
def scenario(request: UserRequest, scenario: int) -> HttpResponse:
    """What its players may know before they begin."""
    return show_scenario(request, find_scenario(request, scenario), StartForm())


@writers_only
@require_POST
def make(request: UserRequest, write_up: int) -> HttpResponse:
    """Draft a scenario from a write-up at one press, and go on to put it right."""
    source = find_write_up(request, write_up)
    form = DomainForm(request.POST)
    if not form.applies(scenarios.make_scenario, source, by=request.user):
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect(source)
    return redirect("learning:edit_scenario", form.outcome.pk)


def _edit(
    request: UserRequest, this: Scenario, status: int = 200, **shown: DomainForm
) -> HttpResponse:
    context = {
        "scenario": this,
        "clues": this.clues.all(),
        "form": ScenarioForm.of(this),
        "clue_form": AddClueForm(),
        "was_played": this.runs.exists(),
        **shown,
    }
    return render(request, "learning/edit_scenario.html", context, status=status)


@writers_only
@require_GET
def edit(request: UserRequest, scenario: int) -> HttpResponse:
    return _edit(request, _find_to_change(request, scenario))


@writers_only
@require_POST
def save(request: UserRequest, scenario: int) -> HttpResponse:
    this = _find_to_change(request, scenario)
    form = ScenarioForm.of(this, request.POST)
    if form.applies(scenarios.save_scenario, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("learning:edit_scenario", this.pk)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        this.refresh_from_db()
        form.catch_up(words_of(this), revision=this.revision)
    return _edit(request, this, 422, form=form)


@writers_only
@require_POST
def take_moments(request: UserRequest, scenario: int) -> HttpResponse:
    this = _find_to_change(request, scenario)
    taken = scenarios.take_moments(this, by=request.user)
    said = ngettext("%d moment became a clue.", "%d moments became clues.", taken) % taken
    messages.success(request, said if taken else _("Every moment is here already."))
    return redirect("learning:edit_scenario", this.pk)


@writers_only
@require_POST
def make_ready(request: UserRequest, scenario: int) -> HttpResponse:
    this, form = _find_to_change(request, scenario), DomainForm(request.POST)
    if not form.applies(scenarios.make_ready, this, by=request.user):
        return _edit(request, this, 422, refused=form)
    messages.success(request, _("It is ready. Whoever sees the write-up can play it."))
    return redirect(this)


@writers_only
@require_POST
def put_aside(request: UserRequest, scenario: int) -> HttpResponse:
    this = scenarios.put_aside(_find_to_change(request, scenario), by=request.user)
    messages.success(request, _("A draft again. Only you can see it."))
    return redirect("learning:edit_scenario", this.pk)


@writers_only
@require_POST
def drop(request: UserRequest, scenario: int) -> HttpResponse:
    this, form = _find_to_change(request, scenario), DomainForm(request.POST)
    if not form.applies(scenarios.drop_scenario, this, by=request.user):
        return _edit(request, this, 422, refused=form)
    messages.success(request, _("The draft is deleted."))
    return redirect("learning:practice")


@writers_only
@require_POST
def add_clue(request: UserRequest, scenario: int) -> HttpResponse:
    this, form = _find_to_change(request, scenario), AddClueForm(request.POST)
    if form.applies(scenarios.add_clue, this, by=request.user):
        return redirect(f"{_page_of(this)}#clue-{form.outcome.pk}")
    return _edit(request, this, 422, clue_form=form)


@writers_only
@require_GET
def edit_clue(request: UserRequest, scenario: int, clue: int) -> HttpResponse:
    this = _find_clue(request, scenario, clue)
    return _show_clue(request, this, ClueForm.of(this))


@writers_only
@require_POST
def save_clue(request: UserRequest, scenario: int, clue: int) -> HttpResponse:
    this = _find_clue(request, scenario, clue)
    form = ClueForm.of(this, request.POST)
    if form.applies(scenarios.save_clue, this, by=request.user):
        return redirect(f"{_page_of(this.scenario)}#clue-{this.pk}")
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        this.refresh_from_db()
        form.catch_up(words_of_clue(this), revision=this.revision)
    return _show_clue(request, this, form, status=422)


@writers_only
@require_POST
def move_clue(request: UserRequest, scenario: int, clue: int) -> HttpResponse:
    this, form = _find_clue(request, scenario, clue), MoveForm(request.POST)
    form.applies(scenarios.move_clue, this, by=request.user)
    return redirect(f"{_page_of(this.scenario)}#clue-{this.pk}")


@writers_only
@require_POST
def remove_clue(request: UserRequest, scenario: int, clue: int) -> HttpResponse:
    this, form = _find_clue(request, scenario, clue), DomainForm(request.POST)
    if form.applies(scenarios.remove_clue, this, by=request.user):
        return redirect(f"{_page_of(this.scenario)}#clues")
    return _edit(request, this.scenario, 422, refused=form)


def _show_clue(request: UserRequest, clue: Clue, form: ClueForm, status: int = 200) -> HttpResponse:
    context = {"scenario": clue.scenario, "clue": clue, "form": form}
    return render(request, "learning/clue.html", context, status=status)


def _page_of(scenario: Scenario) -> str:
    return reverse("learning:edit_scenario", args=[scenario.pk])
