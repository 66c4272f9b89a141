"""What was sent to one program, and what it answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from people.errors import DomainError
from people.http import UserRequest, row_number
from webhooks.domain import replaying
from webhooks.events import EVENTS
from webhooks.forms import ReplayForm
from webhooks.models import Endpoint, Message
from webhooks.permissions import keepers_only
from webhooks.queries.log import sent_to, wording_of


@keepers_only
@require_GET
def endpoint(request: UserRequest, endpoint: int) -> HttpResponse:
    return _page(request, get_object_or_404(Endpoint, pk=endpoint), ReplayForm())


@keepers_only
@require_GET
def message(request: UserRequest, endpoint: int, message: int) -> HttpResponse:
    this = _message(endpoint, message)
    context = {"message": this, "wording": wording_of(this), "attempts": this.log.all()}
    return render(request, "webhooks/message.html", context)


@keepers_only
@require_POST
def replay(request: UserRequest, endpoint: int, message: int) -> HttpResponse:
    this = _message(endpoint, message)
    try:
        replaying.replay(this, by=request.user)
    except DomainError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("It goes out again, under the same number."))
    return redirect(this)


@keepers_only
@require_POST
def replay_failed(request: UserRequest, endpoint: int) -> HttpResponse:
    this, form = get_object_or_404(Endpoint, pk=endpoint), ReplayForm(request.POST)
    if not form.applies(replaying.replay_failed, this, by=request.user):
        return _page(request, this, form, status=422)
    said = ngettext("%(n)d goes out again.", "%(n)d go out again.", form.outcome)
    messages.success(request, said % {"n": form.outcome})
    return redirect(this)


@keepers_only
@require_POST
def try_out(request: UserRequest, endpoint: int) -> HttpResponse:
    this = get_object_or_404(Endpoint, pk=endpoint)
    try:
        attempt = replaying.try_out(this, by=request.user)
    except DomainError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        said = _("It was taken.") if attempt.is_taken else _("It was not taken: %(why)s.")
        say = messages.success if attempt.is_taken else messages.warning
        say(request, said % {"why": attempt.says})
    return redirect(this)


def _message(endpoint: int, message: int) -> Message:
    found = Message.objects.select_related("endpoint").filter(endpoint=endpoint)
    return get_object_or_404(found, pk=message)


def _page(
    request: UserRequest, endpoint: Endpoint, form: ReplayForm, *, status: int = 200
) -> HttpResponse:
    before = row_number(request.GET.get("after", ""))
    context = {
        "endpoint": endpoint,
        "form": form,
        "hears": [EVENTS[name].wording for name in endpoint.events if name in EVENTS],
        "page": sent_to(endpoint, before=before),
        "is_middle": before is not None,
    }
    return render(request, "webhooks/endpoint.html", context, status=status)
