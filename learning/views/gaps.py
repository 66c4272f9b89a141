"""Say after a story that something is missing from the docs."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from learning.domain.gaps import miss_in_story
from learning.views.finding import find_published
from people.http import UserRequest
from people.permissions import writers_only
from postmortems.views.gaps import ask, say


@writers_only
@require_GET
def gap(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    return ask(request, story, send_to=reverse("learning:say_gap", args=[pk]))


@writers_only
@require_POST
def say_gap(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    return say(request, story, miss_in_story, send_to=reverse("learning:say_gap", args=[pk]))
