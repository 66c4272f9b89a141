from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from incidents.models import Status
from incidents.queries.listing import incident_page
from people.http import UserRequest, row_number


@login_required
@require_GET
def list_incidents(request: UserRequest) -> HttpResponse:
    before = row_number(request.GET.get("before", ""))
    status = request.GET.get("status", "")
    if status not in {"", "open", *Status.values}:
        status = ""
    page, more = incident_page(request.user, status=status, before=before)
    context = {"incidents": page, "more": more, "before": before, "status": status}
    return render(request, "incidents/list.html", context | {"statuses": Status.choices})
