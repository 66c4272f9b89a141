from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import commenting, suggesting
from postmortems.forms.commenting import ReplyForm, ThreadForm
from postmortems.models import Postmortem, Thread
from postmortems.places import Place
from postmortems.queries.commenting import quotes_in, talk_of, thread_page, threads_beside
from postmortems.queries.naming import name_people
from postmortems.queries.reading import named
from postmortems.views.finding import find
from postmortems.views.reading import again


def talking_context(
    request: UserRequest, postmortem: Postmortem, *, may_edit: bool
) -> dict[str, object]:
    """What the threads of a write-up need to be drawn beside its editor."""
    said = threads_beside(postmortem)
    prefetch_related_objects([postmortem], "factors")
    texts = [*quotes_in(said), *(factor.text for factor in postmortem.factors.all())]
    name_people([postmortem], in_texts=lambda _one: texts)
    return {
        "postmortem": postmortem,
        "talk": talk_of(postmortem, said),
        "thread_form": ThreadForm(postmortem=postmortem),
        "may_comment": permissions.may_comment(request.user, postmortem),
        "may_edit": postmortem.is_editable and may_edit,
        "beside_editor": True,
    }


@login_required
@require_GET
def live_threads(request: UserRequest, pk: int) -> HttpResponse:
    """The threads alone, as a fragment beside the editor."""
    postmortem = find(request, pk)
    may_edit = permissions.may_edit(request.user, postmortem)
    context = talking_context(request, postmortem, may_edit=may_edit)
    return render(request, "postmortems/_threads.html", context)


@login_required
@require_GET
def list_threads(request: UserRequest, pk: int) -> HttpResponse:
    """Every thread of a write-up, for when there are more than stand beside it."""
    postmortem = find(request, pk)
    after = Place.read(request.GET.get("after", ""))
    said, more = thread_page(postmortem, after=after)
    named(postmortem, beside=quotes_in(said))
    talk = talk_of(postmortem, said)
    context = {
        "postmortem": postmortem,
        "threads": [*talk.open, *talk.resolved],
        "apart": True,
        "after": after,
        "more": more,
        "may_comment": permissions.may_comment(request.user, postmortem),
        "may_edit": postmortem.is_editable and permissions.may_edit(request.user, postmortem),
    }
    return render(request, "postmortems/threads.html", context)


@writers_only
@require_GET
def comment(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks what somebody would like to say, about what `about` names."""
    postmortem = named(find(request, pk, may=permissions.may_comment))
    form = ThreadForm(postmortem=postmortem, initial={"about": request.GET.get("about", "")})
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/comment.html", context)


@writers_only
@require_POST
def start_thread(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = named(find(request, pk, may=permissions.may_comment))
    form = ThreadForm(request.POST, postmortem=postmortem)
    if form.applies(commenting.start_thread, postmortem, by=request.user):
        return _to_thread(request, form.outcome)
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/comment.html", context, status=422)


@writers_only
@require_POST
def reply(request: UserRequest, pk: int, thread: int) -> HttpResponse:
    this = _find_thread(request, pk, thread)
    form = ReplyForm(request.POST)
    if form.applies(commenting.reply, this, by=request.user):
        return _to_thread(request, this)
    name_people([this.postmortem], in_texts=lambda _one: [this.quote])
    context = {"postmortem": this.postmortem, "thread": this, "form": form}
    return render(request, "postmortems/reply.html", context, status=422)


@writers_only
@require_POST
def resolve_thread(request: UserRequest, pk: int, thread: int) -> HttpResponse:
    this = _find_thread(request, pk, thread)
    form = DomainForm(request.POST)
    if form.applies(commenting.resolve_thread, this, by=request.user):
        return _to_thread(request, this)
    return again(request, pk, refused=form)


@writers_only
@require_POST
def reopen_thread(request: UserRequest, pk: int, thread: int) -> HttpResponse:
    this = _find_thread(request, pk, thread)
    form = DomainForm(request.POST)
    if form.applies(commenting.reopen_thread, this, by=request.user):
        return _to_thread(request, this)
    return again(request, pk, refused=form)


@writers_only
@require_POST
def withdraw_comment(request: UserRequest, pk: int, thread: int, comment: int) -> HttpResponse:
    this = get_object_or_404(_find_thread(request, pk, thread).comments, pk=comment)
    form = DomainForm(request.POST)
    if form.applies(commenting.withdraw_comment, this, by=request.user):
        return _to_thread(request, this.thread)
    return again(request, pk, refused=form)


@writers_only
@require_POST
def accept_suggestion(request: UserRequest, pk: int, thread: int, comment: int) -> HttpResponse:
    find(request, pk, may=permissions.may_edit)
    this = get_object_or_404(_find_thread(request, pk, thread).comments, pk=comment)
    form = DomainForm(request.POST)
    if form.applies(suggesting.accept_suggestion, this, by=request.user):
        messages.success(request, _("It stands in the text now. Thank you, both of you."))
        return _to_thread(request, this.thread)
    return again(request, pk, refused=form)


def _find_thread(request: UserRequest, pk: int, number: int) -> Thread:
    postmortem = find(request, pk, may=permissions.may_comment)
    return get_object_or_404(postmortem.threads, pk=number)


def _to_thread(request: UserRequest, thread: Thread) -> HttpResponse:
    """Back to where it was said: the page of the write-up, or its editor."""
    if request.POST.get("from") == "editor":
        page = reverse("postmortems:edit", args=[thread.postmortem_id])
        return redirect(f"{page}#thread-{thread.pk}")
    return redirect(thread)
