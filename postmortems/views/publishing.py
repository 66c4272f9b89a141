from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import publishing
from postmortems.forms.publishing import CorrectionForm, ShowPeopleForm, TakeBackForm
from postmortems.views.finding import find
from postmortems.views.reading import again


@writers_only
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_publish)
    form = DomainForm(request.POST)
    if form.applies(publishing.publish_postmortem, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}?thanks")
    return again(request, pk, refused=form)


@writers_only
@require_GET
def correcting(request: UserRequest, pk: int) -> HttpResponse:
    """The page on which the words of a published write-up are put right."""
    postmortem = find(request, pk, may=permissions.may_edit)
    if not postmortem.is_published:
        return redirect(postmortem)
    context = {"postmortem": postmortem, "form": CorrectionForm.of(postmortem)}
    return render(request, "postmortems/correct.html", context)


@writers_only
@require_POST
def correct(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = CorrectionForm(request.POST, has_settled=postmortem.has_settled)
    if form.applies(publishing.correct_postmortem, postmortem, by=request.user):
        messages.success(request, _("Put right."))
        return redirect(postmortem)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        postmortem.refresh_from_db()
        form.catch_up(postmortem)
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/correct.html", context, status=422)


@writers_only
@require_GET
def taking_back(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks why a write-up leaves the library."""
    postmortem = find(request, pk, may=permissions.may_share)
    if not postmortem.is_published:
        return redirect(postmortem)
    context = {"postmortem": postmortem, "form": TakeBackForm()}
    return render(request, "postmortems/take_back.html", context)


@writers_only
@require_POST
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_share)
    form = TakeBackForm(request.POST)
    if form.applies(publishing.take_back_postmortem, postmortem, by=request.user):
        messages.success(request, _("It is a draft again. Links to it from outside have ended."))
        return redirect(postmortem)
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/take_back.html", context, status=422)


@writers_only
@require_POST
def show_people(request: UserRequest, pk: int) -> HttpResponse:
    """Turn the switch between names and roles, to the side that the button says."""
    postmortem = find(request, pk, may=permissions.may_show_people)
    form = ShowPeopleForm(request.POST)
    if form.applies(publishing.show_people, postmortem, by=request.user):
        return redirect(postmortem)
    return again(request, pk, refused=form)
