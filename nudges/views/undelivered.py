"""What could not be delivered, for admins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nudges.domain import delivery, saying
from nudges.domain.outlets import try_now
from nudges.models import Delivery, Outlet
from nudges.permissions import may_see_undelivered
from nudges.queries.undelivered import letters, resting_outlets, set_aside, unsaid
from people.domain.posting import try_all_again as try_letters_again
from people.http import UserRequest, row_number
from people.permissions import only

admins_only = only(may_see_undelivered)


@admins_only
@require_GET
def undelivered(request: UserRequest) -> HttpResponse:
    before = row_number(request.GET.get("after", ""))
    context = {
        "outlets": resting_outlets(),
        "unsaid": unsaid(),
        "letters": letters(),
        "page": set_aside(before=before),
        "is_middle": before is not None,
    }
    return render(request, "nudges/undelivered.html", context)


@admins_only
@require_POST
def try_outlet(request: UserRequest, pk: int) -> HttpResponse:
    try_now(get_object_or_404(Outlet, pk=pk))
    messages.success(request, _("It is tried within a minute. Look again then."))
    return redirect("nudges:undelivered")


@admins_only
@require_POST
def try_one(request: UserRequest, pk: int) -> HttpResponse:
    this = get_object_or_404(Delivery.objects.set_aside(), pk=pk)
    return _tried(request, delivery.try_again([this.pk], at=timezone.now()))


@admins_only
@require_POST
def try_all(request: UserRequest) -> HttpResponse:
    return _tried(request, delivery.try_all_again(at=timezone.now()))


@admins_only
@require_POST
def say_again(request: UserRequest) -> HttpResponse:
    return _tried(request, saying.try_all_again(at=timezone.now()))


@admins_only
@require_POST
def send_letters_again(request: UserRequest) -> HttpResponse:
    return _tried(request, try_letters_again(at=timezone.now()))


def _tried(request: UserRequest, again: int) -> HttpResponse:
    said = ngettext("%(n)d will be tried again.", "%(n)d will be tried again.", again)
    messages.success(request, said % {"n": again})
    return redirect("nudges:undelivered")
