"""Find a story that the person who asks may read."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from learning.models import Story
from people.http import UserRequest


def find_story(request: UserRequest, pk: int) -> Story:
    return get_object_or_404(Story.objects.visible_to(request.user).with_teller(), pk=pk)


def find_published(request: UserRequest, pk: int) -> Story:
    story = find_story(request, pk)
    if not story.is_published:
        raise Http404
    return story
