"""Say after a story that something is missing from the docs."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from learning.domain.gaps import miss_in_story
from learning.models import Story
from learning.views.finding import find_published, on_path
from people.http import UserRequest
from people.permissions import writers_only
from postmortems.views.gaps import ask, say


@writers_only
@require_GET
def gap(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    return ask(request, story, **_around(request, story))


@writers_only
@require_POST
def say_gap(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    return say(request, story, miss_in_story, **_around(request, story))


def _around(request: UserRequest, story: Story) -> dict[str, Any]:
    """Where the form goes and where "Not now" leads, along the path that the reader is on."""
    kept = on_path(request)
    return {
        "send_to": reverse("learning:say_gap", args=[story.pk]) + kept,
        "back": story.get_absolute_url() + kept,
    }
