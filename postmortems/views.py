from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.views.finding import find
from people.forms import DomainForm
from people.http import UserRequest
from people.models import User
from people.permissions import writers_only
from postmortems import forms, permissions, queries
from postmortems.domain import drafting, reviewing, writing
from postmortems.models import CHECKLIST, FollowUp, Postmortem, ReviewRound, Status
from postmortems.places import Place

SEVERAL = 2


def _find(
    request: UserRequest, pk: int, *, may: Callable[[User, Postmortem], bool] | None = None
) -> Postmortem:
    postmortem = get_object_or_404(Postmortem.objects.visible_to(request.user), pk=pk)
    if may and not may(request.user, postmortem):
        raise PermissionDenied
    return postmortem


def _find_round(
    request: UserRequest, pk: int, number: int, *, may: Callable[[User, ReviewRound], bool]
) -> ReviewRound:
    this_round = get_object_or_404(_find(request, pk).rounds, pk=number)
    if not may(request.user, this_round):
        raise PermissionDenied
    return this_round


def _find_follow_up(request: UserRequest, pk: int, number: int) -> FollowUp:
    return get_object_or_404(_find(request, pk, may=permissions.may_plan).follow_ups, pk=number)


def _reading_context(request: UserRequest, pk: int, *, opened: str = "") -> dict[str, object]:
    postmortem = get_object_or_404(queries.to_read(request.user), pk=pk)
    waiting = next((one for one in postmortem.rounds.all() if not one.verdict), None)
    decided = [one for one in postmortem.rounds.all() if one.verdict]
    may_edit = postmortem.is_editable and permissions.may_edit(request.user, postmortem)
    sections, unwritten = queries.article(postmortem, can_grow=may_edit or opened == "factor_form")
    return {
        "postmortem": postmortem,
        "opened": opened,
        "sections": sections,
        "unwritten": unwritten,
        "waiting": waiting,
        "decided": decided,
        "earlier": decided if waiting else decided[1:],
        "may_edit": may_edit,
        "may_ask": may_edit and postmortem.can_be_sent_to_review,
        "just_published": postmortem.is_published and "thanks" in request.GET,
        "may_review": waiting and permissions.may_review(request.user, waiting),
        "may_ask_another": waiting and permissions.may_ask_another(request.user, waiting),
        "may_publish": postmortem.status == Status.APPROVED
        and permissions.may_publish(request.user, postmortem),
        "may_plan": permissions.may_plan(request.user, postmortem),
        "factor_form": forms.FactorForm(),
        "verdict_form": forms.VerdictForm(),
        "verdict_round": waiting,
    }


def _again(request: UserRequest, pk: int, **shown: object) -> HttpResponse:
    """Show the write-up again, with the form that was not accepted as it was typed."""
    context = _reading_context(request, pk, opened=next(iter(shown))) | shown
    return render(request, "postmortems/read.html", context, status=422)


@login_required
@require_GET
def list_write_ups(request: UserRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    shelf = queries.Shelf(wanted if wanted in queries.Shelf else queries.Shelf.BEING_WRITTEN)
    after = Place.read(request.GET.get("after", ""))
    page, more = queries.write_up_page(request.user, shelf=shelf, after=after)
    context = {
        "write_ups": page,
        "after": after,
        "more": more,
        "shelf": shelf,
        "shelves": queries.Shelf,
        "waiting": ReviewRound.objects.visible_to(request.user).waiting_for(request.user).count(),
    }
    return render(request, "postmortems/list.html", context)


@writers_only
@require_POST
def start(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = DomainForm(request.POST)
    if not form.applies(drafting.start_postmortem, incident, by=request.user):
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect(incident)
    if permissions.may_edit(request.user, form.outcome):
        return redirect("postmortems:edit", form.outcome.pk)
    return redirect(form.outcome)


@login_required
@require_GET
def read(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "postmortems/read.html", _reading_context(request, pk))


@login_required
@require_GET
def live_write_up(request: UserRequest, pk: int) -> HttpResponse:
    """The part of the page that changes, as a fragment."""
    return render(request, "postmortems/_write_up.html", _reading_context(request, pk))


def _editor_context(request: UserRequest, postmortem: Postmortem) -> dict[str, object]:
    this_round = postmortem.rounds.select_related("reviewer").first()
    return {
        "postmortem": postmortem,
        "suggested": postmortem.status == Status.CHANGES_SUGGESTED and this_round,
        "would_become_author": this_round
        and not this_round.verdict
        and permissions.may_review(request.user, this_round)
        and not permissions.is_author(request.user, postmortem),
    }


@writers_only
@require_GET
def edit(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_edit)
    if not postmortem.is_editable:
        messages.info(request, _("This write-up is approved, so its words stay as they are."))
        return redirect(postmortem)
    context = {"form": forms.WriteUpForm.of(postmortem)} | _editor_context(request, postmortem)
    return render(request, "postmortems/edit.html", context)


@writers_only
@require_POST
def save(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_edit)
    form = forms.WriteUpForm(request.POST)
    if form.applies(writing.save_postmortem, postmortem, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(postmortem)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        postmortem.refresh_from_db()
        form.catch_up(postmortem)
    context = {"form": form} | _editor_context(request, postmortem)
    return render(request, "postmortems/edit.html", context, status=422)


@writers_only
@require_POST
def add_factor(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_edit)
    form = forms.FactorForm(request.POST)
    if form.applies(writing.add_factor, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#what_made_it_possible")
    return _again(request, pk, factor_form=form)


@writers_only
@require_POST
def remove_factor(request: UserRequest, pk: int, factor: int) -> HttpResponse:
    """Take a factor out, and say its words once more for whoever did not mean to."""
    postmortem = _find(request, pk, may=permissions.may_edit)
    this = get_object_or_404(postmortem.factors, pk=factor)
    form = DomainForm(request.POST)
    if form.applies(writing.remove_factor, this, by=request.user):
        messages.info(request, _("Taken out: “%(text)s”") % {"text": this.text})
        return redirect(f"{postmortem.get_absolute_url()}#what_made_it_possible")
    return _again(request, pk, refused=form)


@writers_only
@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_plan)
    context = {"postmortem": postmortem, "form": forms.FollowUpForm()}
    return render(request, "postmortems/plan.html", context)


@writers_only
@require_POST
def add_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_plan)
    form = forms.FollowUpForm(request.POST)
    if form.applies(writing.add_follow_up, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#follow-ups")
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/plan.html", context, status=422)


@writers_only
@require_POST
def complete_follow_up(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    this = _find_follow_up(request, pk, follow_up)
    form = DomainForm(request.POST)
    if form.applies(writing.complete_follow_up, this, by=request.user):
        messages.success(request, _("Done. That makes it a little better for everyone."))
        return redirect(f"{this.postmortem.get_absolute_url()}#follow-ups")
    return _again(request, pk, refused=form)


@writers_only
@require_GET
def letting_go(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    """The page that asks why a follow-up is let go."""
    this = _find_follow_up(request, pk, follow_up)
    if not this.is_open:
        return redirect(this.postmortem)
    context = {"postmortem": this.postmortem, "follow_up": this, "form": forms.LetGoForm()}
    return render(request, "postmortems/let_go.html", context)


@writers_only
@require_POST
def let_go(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    this = _find_follow_up(request, pk, follow_up)
    form = forms.LetGoForm(request.POST)
    if form.applies(writing.let_go_of_follow_up, this, by=request.user):
        return redirect(f"{this.postmortem.get_absolute_url()}#follow-ups")
    context = {"postmortem": this.postmortem, "follow_up": this, "form": form}
    return render(request, "postmortems/let_go.html", context, status=422)


def _asking_context(postmortem: Postmortem) -> dict[str, object]:
    return {
        "postmortem": postmortem,
        "has_several_factors": postmortem.factors.count() >= SEVERAL,
        "checklist": CHECKLIST.values(),
    }


@writers_only
@require_GET
def choose_reviewer(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks which tech lead reads it."""
    postmortem = _find(request, pk, may=permissions.may_edit)
    if not postmortem.can_be_sent_to_review:
        return redirect(postmortem)
    earlier = postmortem.rounds.first()
    form = forms.ReviewerForm(
        leads=queries.tech_leads_for(postmortem),
        initial={"reviewer": earlier and earlier.reviewer_id},
    )
    context = _asking_context(postmortem) | {"form": form}
    return render(request, "postmortems/ask.html", context)


@writers_only
@require_POST
def ask_for_review(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_edit)
    form = forms.ReviewerForm(request.POST, leads=queries.tech_leads_for(postmortem))
    if form.applies(reviewing.ask_for_review, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#review")
    context = _asking_context(postmortem) | {"form": form}
    return render(request, "postmortems/ask.html", context, status=422)


@writers_only
@require_GET
def choose_another(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The page that asks which other tech lead reads it instead."""
    this_round = _find_round(request, pk, number, may=permissions.may_ask_another)
    if this_round.verdict:
        return redirect(this_round.postmortem)
    form = forms.ReviewerForm(leads=queries.tech_leads_for(this_round.postmortem))
    context = _asking_context(this_round.postmortem) | {"form": form, "this_round": this_round}
    return render(request, "postmortems/ask.html", context)


@writers_only
@require_POST
def ask_another_lead(request: UserRequest, pk: int, number: int) -> HttpResponse:
    this_round = _find_round(request, pk, number, may=permissions.may_ask_another)
    form = forms.ReviewerForm(request.POST, leads=queries.tech_leads_for(this_round.postmortem))
    if form.applies(reviewing.ask_another_lead, this_round, by=request.user):
        return redirect(f"{this_round.postmortem.get_absolute_url()}#review")
    context = _asking_context(this_round.postmortem) | {"form": form, "this_round": this_round}
    return render(request, "postmortems/ask.html", context, status=422)


@writers_only
@require_POST
def give_verdict(request: UserRequest, pk: int, number: int) -> HttpResponse:
    this_round = _find_round(request, pk, number, may=permissions.may_review)
    form = forms.VerdictForm(request.POST)
    if form.applies(reviewing.give_verdict, this_round, by=request.user):
        messages.success(request, _("Thank you for reading it closely."))
        return redirect(this_round.postmortem)
    return _again(request, pk, verdict_form=form, verdict_round=this_round)


@writers_only
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _find(request, pk, may=permissions.may_publish)
    form = DomainForm(request.POST)
    if form.applies(reviewing.publish_postmortem, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}?thanks")
    return _again(request, pk, refused=form)
