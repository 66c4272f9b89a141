"""The shelf of well-known outages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from learning.models import MOST_LETTERS
from learning.queries import shelf as queries
from people.http import UserRequest


@login_required
@require_GET
def shelf(request: UserRequest) -> HttpResponse:
    tag = request.GET.get("tag", "").replace("\0", "")[:MOST_LETTERS]
    return render(request, "learning/shelf.html", {"shelf": queries.shelf(request.user, tag=tag)})
