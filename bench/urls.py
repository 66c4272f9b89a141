"""The product's pages, and a bare one to compare them with."""

from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.http import require_GET, require_POST

from people.models import Team


@login_required
@require_POST
@transaction.atomic
def insert_one(request: HttpRequest) -> HttpResponse:
    """Insert one row into a small table and send the browser on."""
    Team.objects.create(name=f"{request.POST['title']} {uuid4()}")
    return redirect("today")


@login_required
@require_GET
def say_something(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is signed in, and nothing else."""
    return HttpResponse("Fine.")


urlpatterns = [
    path("bare/page/", say_something, name="bare_page"),
    path("bare/", insert_one, name="bare"),
    path("", include("config.urls")),
]
