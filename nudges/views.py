from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from nudges import queries
from nudges.domain import outbox
from nudges.models import Nudge


@login_required
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The list of things for the reader, as a fragment."""
    return render(request, "nudges/_waiting.html", {"waiting": queries.waiting_for(request.user)})


@login_required
@require_GET
def badge(request: HttpRequest) -> HttpResponse:
    """The count beside "Today", as a fragment; the navigation brings it along."""
    return render(request, "nudges/_badge.html")


@login_required
@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    outbox.snooze(get_object_or_404(Nudge.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("today")


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    outbox.stop(get_object_or_404(Nudge.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("today")
