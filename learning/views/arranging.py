"""Make a reading path, and arrange what is on it. Each verb answers with the path, or its list."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.domain import paths as domain
from learning.forms.paths import MoveForm, NoteForm, PathForm, RewordForm, SearchForm, ThingForm
from learning.models import PathItem, ReadingPath
from learning.permissions import may_keep_path, may_make_paths
from learning.queries.arranging import to_add
from learning.queries.paths import named, walk
from learning.views.paths import find_path
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _find_own(request: UserRequest, pk: int) -> ReadingPath:
    path = find_path(request, pk)
    if not may_keep_path(request.user, path):
        raise PermissionDenied
    return path


def _find_item(request: UserRequest, pk: int, item: int) -> PathItem:
    path = _find_own(request, pk)
    this: PathItem | None = path.items.visible_to(request.user).filter(pk=item).first()
    if this is None:
        raise Http404
    return this


@writers_only
@require_GET
def new_path(request: UserRequest) -> HttpResponse:
    if not may_make_paths(request.user):
        raise PermissionDenied
    return _words(request, PathForm(keeper=request.user))


@writers_only
@require_POST
def make_path(request: UserRequest) -> HttpResponse:
    if not may_make_paths(request.user):
        raise PermissionDenied
    form = PathForm(request.POST, keeper=request.user)
    if form.applies(domain.make_path, by=request.user):
        return redirect("learning:arrange", form.outcome.pk)
    return _words(request, form, status=422)


@writers_only
@require_GET
def reword_path(request: UserRequest, path: int) -> HttpResponse:
    this = _find_own(request, path)
    return _words(request, RewordForm(path=this, keeper=request.user), this)


@writers_only
@require_POST
def save_path(request: UserRequest, path: int) -> HttpResponse:
    this = _find_own(request, path)
    form = RewordForm(request.POST, path=this, keeper=request.user)
    if form.applies(domain.reword_path, this, by=request.user):
        return redirect("learning:arrange", this.pk)
    return _words(request, form, this, status=422)


def _words(
    request: UserRequest, form: PathForm, path: ReadingPath | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "path": path}
    return render(request, "learning/path_words.html", context, status=status)


@writers_only
@require_POST
def delete_path(request: UserRequest, path: int) -> HttpResponse:
    this = _find_own(request, path)
    form = DomainForm(request.POST)
    if not form.applies(domain.delete_path, this, by=request.user):
        return _arranging(request, this, form, status=422)
    messages.success(request, _("The path is deleted. What stood on it is still in the library."))
    return redirect("learning:paths")


@writers_only
@require_GET
def arrange(request: UserRequest, path: int) -> HttpResponse:
    """The page on which a path is arranged, with what could be put on it."""
    return _arranging(request, _find_own(request, path))


def _arranging(
    request: UserRequest,
    path: ReadingPath,
    refused: DomainForm | None = None,
    *,
    template: str = "learning/arrange.html",
    status: int = 200,
) -> HttpResponse:
    search = SearchForm(request.GET)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    there = named(walk(path, reader=request.user))
    context = {"walk": there, "text": text, "refused": refused}
    if template == "learning/arrange.html":
        context["to_add"] = to_add(text, reader=request.user, walk=there)
    return render(request, template, context, status=status)


@writers_only
@require_POST
def take_over(request: UserRequest, path: int) -> HttpResponse:
    """Arrange by hand, from now on, the path that fills itself."""
    this = _find_own(request, path)
    return _did(request, this, DomainForm(request.POST), domain.arrange_path, this)


@writers_only
@require_POST
def add(request: UserRequest, path: int) -> HttpResponse:
    this = _find_own(request, path)
    form = ThingForm(request.POST, reader=request.user)
    return _did(request, this, form, domain.add_to_path, this)


@writers_only
@require_POST
def move(request: UserRequest, path: int, item: int) -> HttpResponse:
    this = _find_item(request, path, item)
    return _did(request, this.path, MoveForm(request.POST), domain.move_on_path, this)


@writers_only
@require_POST
def note(request: UserRequest, path: int, item: int) -> HttpResponse:
    this = _find_item(request, path, item)
    return _did(request, this.path, NoteForm(request.POST), domain.note_on_path, this)


@writers_only
@require_POST
def take_off(request: UserRequest, path: int, item: int) -> HttpResponse:
    this = _find_item(request, path, item)
    return _did(request, this.path, DomainForm(request.POST), domain.take_off_path, this)


def _did(
    request: UserRequest,
    path: ReadingPath,
    form: DomainForm,
    verb: Callable[..., Any],
    thing: ReadingPath | PathItem,
) -> HttpResponse:
    """Do it, and show the path again, or to htmx only what is on it."""
    done = form.applies(verb, thing, by=request.user)
    if done and not request.headers.get("HX-Request"):
        anchor = f"#item-{form.outcome.pk}" if isinstance(form.outcome, PathItem) else "#items"
        return redirect(reverse("learning:arrange", args=[path.pk]) + anchor)
    if request.headers.get("HX-Request"):
        template, status = "learning/_items.html", 200
    else:
        template, status = "learning/arrange.html", 422
    return _arranging(request, path, None if done else form, template=template, status=status)
