"""One follow-up: its page, and what can become of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import following_up
from postmortems.forms.follow_ups import (
    DoneForm,
    EditFollowUpForm,
    KeepForm,
    LetGoForm,
    ReopenForm,
)
from postmortems.queries.follow_ups import to_show
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find_follow_up


def page_context(request: UserRequest, pk: int) -> dict[str, object]:
    follow_up = get_object_or_404(to_show(request.user), pk=pk)
    name_in_lines([follow_up])
    check = follow_up.check_at(timezone.now())
    answered = {one.check_after for one in follow_up.answers.all()}
    may_plan = permissions.may_plan(request.user, follow_up.postmortem)
    return {
        "follow_up": follow_up,
        "may_plan": may_plan,
        "may_take": may_plan and follow_up.is_open and follow_up.keeper is None,
        "may_answer": may_plan and check is not None and check not in answered,
        "done_form": DoneForm(),
        "opened": False,
    }


def again(request: UserRequest, pk: int, form: DomainForm) -> HttpResponse:
    """Show the follow-up as it is now, and say why something could not be done."""
    context = page_context(request, pk) | {"refused": form, "opened": True}
    if isinstance(form, DoneForm):
        context["done_form"] = form
    return render(request, "postmortems/follow_up.html", context, status=422)


@login_required
@require_GET
def show(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "postmortems/follow_up.html", page_context(request, pk))


@login_required
@require_GET
def live_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    """The part of the page that changes, as a fragment."""
    return render(request, "postmortems/_follow_up.html", page_context(request, pk))


@writers_only
@require_GET
def edit(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    if not follow_up.is_open:
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": EditFollowUpForm.of(follow_up)}
    return render(request, "postmortems/edit_follow_up.html", context)


@writers_only
@require_POST
def save(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = EditFollowUpForm(request.POST)
    if form.applies(following_up.edit_follow_up, follow_up, by=request.user):
        return redirect(follow_up)
    follow_up = find_follow_up(request, pk)
    form.catch_up(follow_up)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "postmortems/edit_follow_up.html", context, status=422)


@writers_only
@require_POST
def complete(request: UserRequest, pk: int) -> HttpResponse:
    """Done; whoever pressed it on the write-up, or on Today, is back there."""
    follow_up = find_follow_up(request, pk)
    form = DoneForm(request.POST)
    if not form.applies(following_up.complete_follow_up, follow_up, by=request.user):
        return again(request, pk, form)
    messages.success(request, _("Done. That makes it a little better for everyone."))
    came_from = request.GET.get("from")
    if came_from == "today":
        return redirect("today")
    if follow_up.postmortem and came_from == "write-up":
        return redirect(f"{follow_up.postmortem.get_absolute_url()}#follow-ups")
    return redirect(follow_up)


@writers_only
@require_GET
def letting_go(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks why a follow-up is let go."""
    follow_up = find_follow_up(request, pk)
    if not follow_up.is_open:
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": LetGoForm()}
    return render(request, "postmortems/let_go.html", context)


@writers_only
@require_POST
def let_go(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = LetGoForm(request.POST)
    if form.applies(following_up.let_go_of_follow_up, follow_up, by=request.user):
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "postmortems/let_go.html", context, status=422)


@writers_only
@require_GET
def reopening(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks why a follow-up is opened again."""
    follow_up = find_follow_up(request, pk)
    if follow_up.is_open:
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": ReopenForm()}
    return render(request, "postmortems/reopen.html", context)


@writers_only
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = ReopenForm(request.POST)
    if form.applies(following_up.reopen_follow_up, follow_up, by=request.user):
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "postmortems/reopen.html", context, status=422)


@writers_only
@require_GET
def reconsider(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks whether a follow-up is still worth doing."""
    follow_up = find_follow_up(request, pk)
    if not follow_up.is_open:
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": KeepForm()}
    return render(request, "postmortems/reconsider.html", context)


@writers_only
@require_POST
def keep(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = KeepForm(request.POST)
    if form.applies(following_up.keep_follow_up, follow_up, by=request.user):
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "postmortems/reconsider.html", context, status=422)
