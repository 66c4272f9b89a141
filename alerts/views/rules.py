"""The rules of a source, and trying them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from alerts import queries
from alerts.domain import rules as acts
from alerts.forms import MoveForm, RuleForm, TryForm
from alerts.models import Rule, Source
from alerts.permissions import keepers_only
from alerts.snippets import sample
from people.forms import DomainForm
from people.http import UserRequest


@keepers_only
@require_GET
def new_rule(request: UserRequest, source: int) -> HttpResponse:
    return _page(request, get_object_or_404(Source, pk=source), None, RuleForm())


@keepers_only
@require_POST
def add_rule(request: UserRequest, source: int) -> HttpResponse:
    this, form = get_object_or_404(Source, pk=source), RuleForm(request.POST)
    if form.applies(acts.add_rule, this, by=request.user):
        return redirect(this)
    return _page(request, this, None, form, status=422)


@keepers_only
@require_GET
def edit_rule(request: UserRequest, source: int, rule: int) -> HttpResponse:
    this = _find(source, rule)
    return _page(request, this.source, this, RuleForm(initial=RuleForm.known_of(this)))


@keepers_only
@require_POST
def change_rule(request: UserRequest, source: int, rule: int) -> HttpResponse:
    this, form = _find(source, rule), RuleForm(request.POST)
    if form.applies(acts.change_rule, this, by=request.user):
        return redirect(this.source)
    return _page(request, this.source, this, form, status=422)


@keepers_only
@require_POST
def move_rule(request: UserRequest, source: int, rule: int) -> HttpResponse:
    this = _find(source, rule)
    MoveForm(request.POST).applies(acts.move_rule, this, by=request.user)
    return redirect(this.source)


@keepers_only
@require_POST
def delete_rule(request: UserRequest, source: int, rule: int) -> HttpResponse:
    this = _find(source, rule)
    acts.delete_rule(this, by=request.user)
    return redirect(this.source)


@keepers_only
@require_GET
def trying(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    form = TryForm(initial={"payload": sample(this.format)})
    return render(request, "alerts/try.html", {"source": this, "form": form})


@keepers_only
@require_POST
def try_out(request: UserRequest, source: int) -> HttpResponse:
    """Say what would become of a payload. Nothing does, so the answer is a page."""
    this, form = get_object_or_404(Source, pk=source), TryForm(request.POST)
    context = {"source": this, "form": form}
    if not form.is_valid():
        return render(request, "alerts/try.html", context, status=422)
    payload = form.cleaned_data["payload"]
    context["trials"] = queries.try_out(this, payload, reader=request.user)
    context["tried"] = True
    return render(request, "alerts/try.html", context)


def _find(source: int, rule: int) -> Rule:
    return get_object_or_404(Rule.objects.select_related("source"), pk=rule, source=source)


def _page(
    request: UserRequest, source: Source, rule: Rule | None, form: DomainForm, status: int = 200
) -> HttpResponse:
    context = {"source": source, "rule": rule, "form": form}
    return render(request, "alerts/rule.html", context, status=status)
