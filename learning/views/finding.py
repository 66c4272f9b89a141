"""Find a story that the person who asks may read."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from learning.models import Story
from learning.permissions import may_change
from people.http import UserRequest, row_number


def find_story(request: UserRequest, pk: int) -> Story:
    return get_object_or_404(Story.objects.visible_to(request.user).with_teller(), pk=pk)


def find_own(request: UserRequest, pk: int) -> Story:
    story = find_story(request, pk)
    if not may_change(request.user, story):
        raise PermissionDenied
    return story


def find_published(request: UserRequest, pk: int) -> Story:
    story = find_story(request, pk)
    if not story.is_published:
        raise Http404
    return story


def on_path(request: UserRequest) -> str:
    """The path that the reader is on, as an address ends that keeps them on it; or nothing."""
    path = row_number(request.GET.get("path", ""))
    return f"?path={path}" if path else ""
