from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nudges.domain import outbox
from nudges.models import Nudge
from people.http import UserRequest


@login_required
@require_POST
def snooze(request: UserRequest, pk: int) -> HttpResponse:
    outbox.snooze(get_object_or_404(Nudge.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("today")


@login_required
@require_POST
def stop(request: UserRequest, pk: int) -> HttpResponse:
    outbox.stop(get_object_or_404(Nudge.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("today")
