"""Where an admin begins: everything of the organisation that can be kept, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organisation.permissions import keepers_only
from people.http import UserRequest


@keepers_only
@require_GET
def front(request: UserRequest) -> HttpResponse:
    return render(request, "organisation/front.html")
