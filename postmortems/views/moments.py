"""The timeline of a write-up."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import moments as acts
from postmortems.domain.moments import Refreshed
from postmortems.forms.moments import (
    AddMomentForm,
    LeaveOutForm,
    MomentForm,
    SettleForm,
    words_of,
)
from postmortems.models import Postmortem, WriteUpMoment
from postmortems.views.finding import find


def _page(
    request: UserRequest, postmortem: Postmortem, status: int = 200, **shown: DomainForm
) -> HttpResponse:
    context = {
        "postmortem": postmortem,
        "moments": postmortem.moments.shown().select_related("source"),
        "incidents": postmortem.incidents.standing().order_by("pk"),
        "form": AddMomentForm(),
        **shown,
    }
    return render(request, "postmortems/moments.html", context, status=status)


def _find(request: UserRequest, pk: int, moment: int) -> WriteUpMoment:
    postmortem = find(request, pk, may=permissions.may_edit)
    shown = postmortem.moments.shown().select_related("source__incident", "postmortem")
    return get_object_or_404(shown, pk=moment)


@writers_only
@require_GET
def list_moments(request: UserRequest, pk: int) -> HttpResponse:
    """The page on which the timeline is put right."""
    postmortem = find(request, pk, may=permissions.may_edit)
    return _page(request, postmortem) if postmortem.is_editable else redirect(postmortem)


@writers_only
@require_POST
def refresh(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = DomainForm(request.POST)
    if not form.applies(acts.refresh_moments, postmortem, by=request.user):
        return _page(request, postmortem, status=422, refused=form)
    messages.success(request, _said(form.outcome))
    return redirect("postmortems:moments", postmortem.pk)


def _said(refreshed: Refreshed) -> str:
    """What the incidents brought, in words."""
    parts = []
    if refreshed.new:
        parts.append(ngettext("%d new moment.", "%d new moments.", refreshed.new) % refreshed.new)
    if refreshed.changed:
        said = ngettext("%d changed.", "%d changed.", refreshed.changed)
        parts.append(said % refreshed.changed)
    if refreshed.torn:
        said = ngettext(
            "%d was changed here and there: choose below.",
            "%d were changed here and there: choose below.",
            refreshed.torn,
        )
        parts.append(said % refreshed.torn)
    return " ".join(parts) or _("Nothing new there.")


@writers_only
@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = AddMomentForm(request.POST)
    if form.applies(acts.add_moment, postmortem, by=request.user):
        return redirect("postmortems:moments", postmortem.pk)
    return _page(request, postmortem, status=422, form=form)


@writers_only
@require_GET
def edit(request: UserRequest, pk: int, moment: int) -> HttpResponse:
    this = _find(request, pk, moment)
    if not this.postmortem.is_editable:
        return redirect(this.postmortem)
    context = {"postmortem": this.postmortem, "moment": this, "form": MomentForm.of(this)}
    return render(request, "postmortems/moment.html", context)


@writers_only
@require_POST
def save(request: UserRequest, pk: int, moment: int) -> HttpResponse:
    this = _find(request, pk, moment)
    form = MomentForm.of(this, request.POST)
    if form.applies(acts.edit_moment, this, by=request.user):
        return redirect("postmortems:moments", pk)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        this.refresh_from_db()
        form.catch_up(words_of(this), revision=this.revision)
    context = {"postmortem": this.postmortem, "moment": this, "form": form}
    return render(request, "postmortems/moment.html", context, status=422)


@writers_only
@require_POST
def leave_out(request: UserRequest, pk: int, moment: int) -> HttpResponse:
    this, form = _find(request, pk, moment), LeaveOutForm(request.POST)
    if form.applies(acts.leave_moment_out, this, by=request.user):
        return redirect("postmortems:moments", pk)
    return _page(request, this.postmortem, status=422, refused=form)


@writers_only
@require_POST
def settle(request: UserRequest, pk: int, moment: int) -> HttpResponse:
    """Choose one of two, and say the words of the other one once more."""
    this, form = _find(request, pk, moment), SettleForm(request.POST)
    mine = this.text
    if form.applies(acts.settle_moment, this, by=request.user):
        if form.cleaned_data["takes_theirs"]:
            messages.info(request, _("It said here before: “%(text)s”") % {"text": mine})
        return redirect("postmortems:moments", pk)
    return _page(request, this.postmortem, status=422, refused=form)
