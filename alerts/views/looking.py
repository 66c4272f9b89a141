"""What came in, what fires, and what belongs to an incident."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from alerts import queries
from alerts.models import Received, Source
from alerts.permissions import keepers_only
from incidents.views.finding import find
from people.http import UserRequest, row_number


@keepers_only
@require_GET
def received(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    before = row_number(request.GET.get("before", ""))
    rows, older = queries.page_of(Received.objects.filter(source=this).defer("body"), before)
    context = {"source": this, "came": queries.told(rows, reader=request.user), "older": older}
    return render(request, "alerts/received.html", context)


@keepers_only
@require_GET
def one_received(request: UserRequest, source: int, received: int) -> HttpResponse:
    this = get_object_or_404(Received.objects.select_related("source"), pk=received, source=source)
    [row] = queries.told([this], reader=request.user)
    body = json.dumps(json.loads(this.body), indent=2, ensure_ascii=False) if this.body else ""
    context = {"source": this.source, "row": row, "body": body}
    return render(request, "alerts/one_received.html", context)


@keepers_only
@require_GET
def firing(request: UserRequest, source: int) -> HttpResponse:
    this = get_object_or_404(Source, pk=source)
    before = row_number(request.GET.get("before", ""))
    rows, older = queries.page_of(queries.firing_of(this), before)
    alerts = queries.with_incidents(rows, reader=request.user)
    return render(request, "alerts/firing.html", {"source": this, "alerts": alerts, "older": older})


@login_required
@require_GET
@vary_on_headers("HX-Request")
def of_incident(request: UserRequest, number: int) -> HttpResponse:
    """The alerts of an incident: a card of its room, and a page of its own without scripts."""
    incident = find(request, number)
    context = {"incident": incident, "alerts": queries.alerts_of(incident)}
    if request.headers.get("HX-Request"):
        return render(request, "alerts/_of_incident.html", context)
    return render(request, "alerts/of_incident.html", context)
