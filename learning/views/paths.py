"""Reading paths, for whoever reads along one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.domain.walking import mark_walked
from learning.forms.paths import MarkForm
from learning.models import ReadingPath, Story
from learning.permissions import may_keep_path, may_make_paths
from learning.queries import paths as queries
from people.http import UserRequest


def find_path(request: UserRequest, pk: int) -> ReadingPath:
    paths = ReadingPath.objects.visible_to(request.user).select_related("team")
    return get_object_or_404(paths, pk=pk)


@login_required
@require_GET
def paths(request: UserRequest) -> HttpResponse:
    context = {
        "paths": queries.list_paths(request.user),
        "may_make": may_make_paths(request.user),
    }
    return render(request, "learning/paths.html", context)


@login_required
@require_GET
def path(request: UserRequest, path: int) -> HttpResponse:
    return _show(request, queries.walk(find_path(request, path), reader=request.user))


@login_required
@require_GET
def first_path(request: UserRequest) -> HttpResponse:
    """The path that somebody new begins with: that of their team, or the one for everyone."""
    return _show(request, queries.first_walk(request.user))


@login_required
@require_GET
def first_card(request: UserRequest) -> HttpResponse:
    """How far the reader is on it, as a fragment; nothing once all of it is read."""
    walk = queries.first_walk(request.user)
    if walk.is_finished:
        return HttpResponse()
    context = {"walk": walk, "big": "big" in request.GET}
    return render(request, "learning/_first_path.html", context)


def _show(request: UserRequest, walk: queries.Walk) -> HttpResponse:
    context = {
        "walk": queries.named(walk),
        "may_keep": may_keep_path(request.user, walk.path),
        "may_tell": walk.is_finished and request.user.may_write and queries.others_told_first(),
    }
    return render(request, "learning/path.html", context)


@login_required
@require_POST
def mark(request: UserRequest, path: int) -> HttpResponse:
    """Mark something as read, and stay there or, where that was asked for, go on to the next."""
    this = find_path(request, path)
    form = MarkForm(request.POST, reader=request.user)
    if not form.applies(mark_walked, by=request.user):
        messages.info(request, _("It is not in the library any more."))
        return redirect(this)
    walk, key = queries.walk(this, reader=request.user), form["thing"].value()
    if "onward" in request.POST:
        return redirect(walk.where(walk.after(key)))
    return redirect(f"{this.get_absolute_url()}#{'walked' if walk.is_finished else key}")


def along(request: UserRequest, story: Story, path: ReadingPath) -> HttpResponse:
    """What comes after a story on a path, as a fragment for its page."""
    walk = queries.walk(path, reader=request.user)
    entry = next((one for one in walk.entries if one.thing == story), None)
    following = walk.after(entry.key) if entry else walk.next
    context = {
        "walk": walk,
        "entry": entry,
        "following": following,
        "next_address": walk.where(following),
    }
    return render(request, "learning/_along.html", context)
