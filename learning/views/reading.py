"""What readers do with a story. Each answers with the story, or with the part that changed."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from learning.domain import reading
from learning.forms.reading import OnOrOffForm, ReactionForm, RemarkForm
from learning.models import ReadingPath, Remark, Story
from learning.permissions import may_withdraw_remark
from learning.queries.reading import around_story, bookmarks, following
from learning.views.finding import find_published, on_path
from learning.views.paths import along
from learning.views.stories import show_story
from people.http import UserRequest, row_number
from people.permissions import writers_only


@login_required
@require_POST
def react(request: UserRequest, pk: int) -> HttpResponse:
    """Readers may thank too: it is said to the author, and changes nothing they read."""
    story = find_published(request, pk)
    if not ReactionForm(request.POST).applies(reading.react, story, by=request.user):
        return HttpResponseBadRequest()
    return _part(request, story, "learning/_reactions.html", "helped")


@login_required
@require_POST
def bookmark(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    OnOrOffForm(request.POST).applies(reading.bookmark, story, by=request.user)
    return _part(request, story, "learning/_keeping.html", "keeping")


@login_required
@require_POST
def mark_read(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    OnOrOffForm(request.POST).applies(reading.mark_read, story, by=request.user)
    return _part(request, story, "learning/_keeping.html", "keeping")


@writers_only
@require_POST
def remark(request: UserRequest, pk: int) -> HttpResponse:
    story = find_published(request, pk)
    form = RemarkForm(request.POST)
    if form.applies(reading.remark, story, by=request.user):
        return _back(request, story, f"remark-{form.outcome.pk}")
    return show_story(request, story, remark_form=form, status=422)


@writers_only
@require_POST
def withdraw_remark(request: UserRequest, pk: int, remark: int) -> HttpResponse:
    story = find_published(request, pk)
    this = get_object_or_404(Remark.objects.visible_to(request.user), pk=remark, story=story)
    if not may_withdraw_remark(request.user, this):
        raise PermissionDenied
    reading.withdraw_remark(this, by=request.user)
    return _back(request, story, f"remark-{this.pk}")


@login_required
@require_GET
def bookmarked(request: UserRequest) -> HttpResponse:
    return render(request, "learning/bookmarks.html", {"stories": bookmarks(request.user)})


@login_required
@require_GET
def next_story(request: UserRequest, pk: int) -> HttpResponse:
    """The next story to read, as a fragment: on the path that the reader is on, or of all."""
    story = find_published(request, pk)
    on = row_number(request.GET.get("path", ""))
    if on and (path := ReadingPath.objects.visible_to(request.user).filter(pk=on).first()):
        return along(request, story, path)
    context = {"following": following(story, reader=request.user)}
    return render(request, "learning/_following.html", context)


def _part(request: UserRequest, story: Story, template: str, anchor: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return _back(request, story, anchor)
    around = around_story(story, reader=request.user)
    context = {"story": story, "around": around, "on_path": on_path(request)}
    return render(request, template, context)


def _back(request: UserRequest, story: Story, anchor: str) -> HttpResponse:
    return redirect(f"{story.get_absolute_url()}{on_path(request)}#{anchor}")
