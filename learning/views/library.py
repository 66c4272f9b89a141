"""The library of stories."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from learning.queries import library as queries
from learning.queries.paths import is_new
from people.http import UserRequest
from postmortems.places import Place


@login_required
@require_GET
def library(request: UserRequest) -> HttpResponse:
    after = Place.read(request.GET.get("after", ""))
    context = {
        "library": queries.library(request.user, after=after),
        "after": after,
        "is_new": is_new(request.user),
    }
    return render(request, "learning/library.html", context)
