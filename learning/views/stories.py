"""A story, and the form in which it is told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from learning.domain import stories
from learning.domain.anonymous import hand_in
from learning.forms.reading import RemarkForm
from learning.forms.stories import StoryForm, as_typed
from learning.models import Byline, Story
from learning.permissions import may_change
from learning.prefilling import from_write_up
from learning.queries import library as queries
from learning.queries.reading import around_story
from learning.queries.talks import from_talk
from learning.views.anonymous import show_secret
from learning.views.finding import find_own, find_story, on_path
from people.errors import DomainError
from people.http import UserRequest, row_number
from people.permissions import writers_only
from postmortems.models import Postmortem


def _write(
    request: UserRequest, form: StoryForm, story: Story | None = None, status: int = 200
) -> HttpResponse:
    """The form. What is to be told without a name is not kept in the browser either."""
    context = {"form": form, "story": story}
    response = render(request, "learning/write.html", context, status=status)
    if form.is_anonymous:
        response["Cache-Control"] = "no-store"
    return response


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
    return show_story(request, find_story(request, pk), remark_form=RemarkForm())


def show_story(
    request: UserRequest, this: Story, *, remark_form: RemarkForm, status: int = 200
) -> HttpResponse:
    context = {
        "story": this,
        "years": queries.years_here(this.author) if this.author and this.shows_name else 0,
        "incidents": queries.incidents_of(this, reader=request.user),
        "changes": queries.changes_after(this, reader=request.user),
        "around": around_story(this, reader=request.user) if this.is_published else None,
        "remark_form": remark_form,
        "on_path": on_path(request),
        "is_own": this.author_id == request.user.pk,
        "may_change": may_change(request.user, this),
    }
    return render(request, "learning/story.html", context, status=status)


@writers_only
@require_GET
@never_cache
def tell(request: UserRequest) -> HttpResponse:
    return _write(request, StoryForm(teller=request.user, **_prefill(request)))


def _prefill(request: UserRequest) -> dict[str, Any]:
    """What the form begins with when a story comes from something that is there already."""
    if talk := row_number(request.GET.get("talk", "")):
        return from_talk(talk, teller=request.user)
    number = row_number(request.GET.get("write_up", ""))
    published = Postmortem.objects.visible_to(request.user).published()
    write_up = published.filter(pk=number).first() if number else None
    return {"initial": from_write_up(write_up, teller=request.user)} if write_up else {}


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def save(request: UserRequest) -> HttpResponse:
    form = StoryForm(request.POST, teller=request.user)
    publish = "publish" in request.POST
    if form.is_valid() and form.is_anonymous:
        if form.applies(hand_in, by=request.user, publish=publish, draft=form.draft):
            return show_secret(request, form.cleaned_data["secret"], is_ready=publish)
    elif form.applies(stories.tell_story, None, by=request.user, publish=publish):
        return _told(request, form.outcome)
    return _write(request, form, status=422)


@writers_only
@require_GET
@never_cache
def edit(request: UserRequest, pk: int) -> HttpResponse:
    this = find_own(request, pk)
    return _write(request, _form(request, this), this)


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def save_edit(request: UserRequest, pk: int) -> HttpResponse:
    this = find_own(request, pk)
    form = _form(request, this, request.POST)
    publish = "publish" in request.POST
    if form.is_valid() and form.is_anonymous:
        if form.applies(hand_in, by=request.user, publish=publish, draft=this):
            return show_secret(request, form.cleaned_data["secret"], is_ready=publish)
    elif form.applies(stories.tell_story, this, by=request.user, publish=publish):
        return _told(request, form.outcome, was_published=this.is_published)
    return _write(request, form, this, status=422)


def _form(request: UserRequest, story: Story, data: QueryDict | None = None) -> StoryForm:
    """The form for a story there is. What was read with a name is not made anonymous."""
    bylines = (Byline.NAME, Byline.ROLE) if story.is_published else Byline.values
    typed = as_typed(story, reader=request.user)
    return StoryForm(data, initial=typed, teller=request.user, bylines=bylines)


@writers_only
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    this = find_own(request, pk)
    try:
        told = stories.publish_story(this, by=request.user)
    except DomainError as error:
        form = StoryForm(as_typed(this, reader=request.user), teller=request.user)
        form.add_error(None, error)
        return _write(request, form, this, status=422)
    return _told(request, told)


@writers_only
@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    this = stories.withdraw_story(find_own(request, pk), by=request.user)
    messages.success(request, _("Taken out of the library. It is kept here, for you only."))
    return redirect(this)
