"""A story, and the form in which it is told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.domain import stories
from learning.forms.stories import StoryForm, as_typed
from learning.models import Story
from learning.permissions import may_change
from learning.queries import library as queries
from people.errors import DomainError
from people.http import UserRequest
from people.permissions import writers_only


def _find(request: UserRequest, pk: int) -> Story:
    readable = Story.objects.visible_to(request.user).select_related("author__team")
    return get_object_or_404(readable, pk=pk)


def _find_own(request: UserRequest, pk: int) -> Story:
    story = _find(request, pk)
    if not may_change(request.user, story):
        raise PermissionDenied
    return story


def _write(
    request: UserRequest, form: StoryForm, story: Story | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "story": story}
    return render(request, "learning/write.html", context, status=status)


def _told(request: UserRequest, story: Story, *, was_published: bool = False) -> HttpResponse:
    """Say thank you for a story that is now in the library, or that it is kept."""
    if not story.is_published:
        messages.success(request, _("Kept. Only you can see it."))
    elif was_published:
        messages.success(request, _("Saved."))
    else:
        messages.success(request, _("Thank you for telling it."))
    return redirect(story)


@login_required
@require_GET
def story(request: UserRequest, pk: int) -> HttpResponse:
    this = _find(request, pk)
    context = {
        "story": this,
        "years": queries.years_here(this.author) if this.shows_name else 0,
        "incidents": queries.incidents_of(this, reader=request.user),
        "is_own": this.author == request.user,
        "may_change": may_change(request.user, this),
    }
    return render(request, "learning/story.html", context)


@writers_only
@require_GET
def tell(request: UserRequest) -> HttpResponse:
    return _write(request, StoryForm(teller=request.user))


@writers_only
@require_POST
def save(request: UserRequest) -> HttpResponse:
    form = StoryForm(request.POST, teller=request.user)
    publish = "publish" in request.POST
    if form.applies(stories.tell_story, None, by=request.user, publish=publish):
        return _told(request, form.outcome)
    return _write(request, form, status=422)


@writers_only
@require_GET
def edit(request: UserRequest, pk: int) -> HttpResponse:
    this = _find_own(request, pk)
    form = StoryForm(initial=as_typed(this), teller=request.user)
    return _write(request, form, this)


@writers_only
@require_POST
def save_edit(request: UserRequest, pk: int) -> HttpResponse:
    this = _find_own(request, pk)
    form = StoryForm(request.POST, teller=request.user)
    publish = "publish" in request.POST
    if form.applies(stories.tell_story, this, by=request.user, publish=publish):
        return _told(request, form.outcome, was_published=this.is_published)
    return _write(request, form, this, status=422)


@writers_only
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    this = _find_own(request, pk)
    try:
        told = stories.publish_story(this, by=request.user)
    except DomainError as error:
        form = StoryForm(as_typed(this), teller=request.user)
        form.add_error(None, error)
        return _write(request, form, this, status=422)
    return _told(request, told)


@writers_only
@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    this = stories.withdraw_story(_find_own(request, pk), by=request.user)
    messages.success(request, _("Taken out of the library. It is kept here, for you only."))
    return redirect(this)
