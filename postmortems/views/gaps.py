"""Say that something is missing from the docs: from a write-up, and at a service."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.models import Service
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain.gaps import miss_at_service, miss_in_write_up
from postmortems.forms.follow_ups import GapForm
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find


def ask(
    request: UserRequest, thing: Any, *, send_to: str, back: str = "", form: GapForm | None = None
) -> HttpResponse:
    """The page that asks what is missing, about something with a page of its own.

    `back` leads there in another way than its own address does.
    """
    context = {
        "thing": thing,
        "send_to": send_to,
        "back": back or thing.get_absolute_url(),
        "form": form or GapForm(),
    }
    return render(request, "postmortems/gap.html", context, status=422 if form else 200)


def say(
    request: UserRequest, thing: Any, verb: Callable[..., Any], *, send_to: str, back: str = ""
) -> HttpResponse:
    form = GapForm(request.POST)
    if not form.applies(verb, thing, by=request.user):
        return ask(request, thing, send_to=send_to, back=back, form=form)
    messages.success(request, _("Thank you. Whoever would like to can take it now."))
    return redirect(form.outcome)


def _of_write_up(request: UserRequest, pk: int) -> tuple[Any, str]:
    postmortem = find(request, pk, may=permissions.may_plan)
    name_in_lines([postmortem])
    return postmortem, reverse("postmortems:say_gap", args=[pk])


def _of_service(slug: str) -> tuple[Service, str]:
    service = get_object_or_404(Service, slug=slug)
    return service, reverse("follow_ups:say_gap_at_service", args=[slug])


@writers_only
@require_GET
def gap(request: UserRequest, pk: int) -> HttpResponse:
    postmortem, send_to = _of_write_up(request, pk)
    return ask(request, postmortem, send_to=send_to)


@writers_only
@require_POST
def say_gap(request: UserRequest, pk: int) -> HttpResponse:
    postmortem, send_to = _of_write_up(request, pk)
    return say(request, postmortem, miss_in_write_up, send_to=send_to)


@writers_only
@require_GET
def gap_at_service(request: UserRequest, slug: str) -> HttpResponse:
    service, send_to = _of_service(slug)
    return ask(request, service, send_to=send_to)


@writers_only
@require_POST
def say_gap_at_service(request: UserRequest, slug: str) -> HttpResponse:
    service, send_to = _of_service(slug)
    return say(request, service, miss_at_service, send_to=send_to)
