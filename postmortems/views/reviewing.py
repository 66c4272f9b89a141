from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import reviewing
from postmortems.forms.reviewing import ReviewerForm, VerdictForm
from postmortems.models import CHECKLIST, Postmortem
from postmortems.queries.naming import name_in_lines
from postmortems.queries.reviewing import tech_leads_for
from postmortems.views.finding import find, find_round
from postmortems.views.reading import again

SEVERAL = 2


def _asking_context(postmortem: Postmortem) -> dict[str, object]:
    name_in_lines([postmortem])
    return {
        "postmortem": postmortem,
        "has_several_factors": postmortem.factors.count() >= SEVERAL,
        "checklist": CHECKLIST.values(),
    }


@writers_only
@require_GET
def choose_reviewer(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks which tech lead reads it."""
    postmortem = find(request, pk, may=permissions.may_edit)
    if not postmortem.can_be_sent_to_review:
        return redirect(postmortem)
    earlier = postmortem.rounds.first()
    form = ReviewerForm(
        leads=tech_leads_for(postmortem),
        initial={"reviewer": earlier and earlier.reviewer_id},
    )
    context = _asking_context(postmortem) | {"form": form}
    return render(request, "postmortems/ask.html", context)


@writers_only
@require_POST
def ask_for_review(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = ReviewerForm(request.POST, leads=tech_leads_for(postmortem))
    if form.applies(reviewing.ask_for_review, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#review")
    context = _asking_context(postmortem) | {"form": form}
    return render(request, "postmortems/ask.html", context, status=422)


@writers_only
@require_GET
def choose_another(request: UserRequest, pk: int, review_round: int) -> HttpResponse:
    """The page that asks which other tech lead reads it instead."""
    this_round = find_round(request, pk, review_round, may=permissions.may_ask_another)
    if this_round.verdict:
        return redirect(this_round.postmortem)
    form = ReviewerForm(leads=tech_leads_for(this_round.postmortem))
    context = _asking_context(this_round.postmortem) | {"form": form, "this_round": this_round}
    return render(request, "postmortems/ask.html", context)


@writers_only
@require_POST
def ask_another_lead(request: UserRequest, pk: int, review_round: int) -> HttpResponse:
    this_round = find_round(request, pk, review_round, may=permissions.may_ask_another)
    form = ReviewerForm(request.POST, leads=tech_leads_for(this_round.postmortem))
    if form.applies(reviewing.ask_another_lead, this_round, by=request.user):
        return redirect(f"{this_round.postmortem.get_absolute_url()}#review")
    context = _asking_context(this_round.postmortem) | {"form": form, "this_round": this_round}
    return render(request, "postmortems/ask.html", context, status=422)


@writers_only
@require_POST
def give_verdict(request: UserRequest, pk: int, review_round: int) -> HttpResponse:
    this_round = find_round(request, pk, review_round, may=permissions.may_review)
    form = VerdictForm(request.POST)
    if form.applies(reviewing.give_verdict, this_round, by=request.user):
        messages.success(request, _("Thank you for reading it closely."))
        return redirect(this_round.postmortem)
    return again(request, pk, verdict_form=form, verdict_round=this_round)


@writers_only
@require_POST
def take_over(request: UserRequest, pk: int, review_round: int) -> HttpResponse:
    this_round = find_round(request, pk, review_round, may=permissions.may_take_over)
    form = DomainForm(request.POST)
    if form.applies(reviewing.take_over_review, this_round, by=request.user):
        messages.success(request, _("It is with you now. Thank you for taking it."))
        return redirect(f"{this_round.postmortem.get_absolute_url()}#review")
    return again(request, pk, refused=form)
