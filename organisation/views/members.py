"""Accounts, as admins keep them: who is invited, and as what people are here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import members as verbs
from organisation.forms.members import InviteForm, MemberForm, MembersFinder
from organisation.permissions import keepers_only
from organisation.queries.members import list_members
from people.forms import DomainForm
from people.http import UserRequest
from people.models import User


@keepers_only
@require_GET
def members(request: UserRequest) -> HttpResponse:
    form = MembersFinder(request.GET)
    narrows = form.narrows
    context = {"states": form.STATES, "listed": list_members(**narrows)} | narrows
    return render(request, "organisation/members.html", context)


@keepers_only
@require_GET
def invite(request: UserRequest) -> HttpResponse:
    return render(request, "organisation/invite.html", {"form": InviteForm()})


@keepers_only
@require_POST
def send_invitation(request: UserRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.applies(verbs.invite_person, by=request.user):
        said = _("An invitation is on its way to %(email)s.") % {"email": form.outcome.email}
        messages.success(request, said)
        return redirect("organisation:member", form.outcome.pk)
    return render(request, "organisation/invite.html", {"form": form}, status=422)


@keepers_only
@require_GET
def member(request: UserRequest, person: int) -> HttpResponse:
    this = find_member(person)
    return show_member(request, this, MemberForm(initial=MemberForm.known_of(this)))


@keepers_only
@require_POST
def change_member(request: UserRequest, person: int) -> HttpResponse:
    this, form = find_member(person), MemberForm(request.POST)
    if form.applies(verbs.change_member, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("organisation:member", this.pk)
    return show_member(request, this, form, status=422)


@keepers_only
@require_POST
def invite_again(request: UserRequest, person: int) -> HttpResponse:
    this, form = find_member(person), DomainForm(request.POST)
    if form.applies(verbs.invite_again, this, by=request.user):
        said = _("An invitation is on its way to %(email)s.") % {"email": this.email}
        messages.success(request, said)
        return redirect("organisation:member", this.pk)
    return refused(request, this, form)


@keepers_only
@require_POST
def withdraw_invitation(request: UserRequest, person: int) -> HttpResponse:
    this, form = find_member(person), DomainForm(request.POST)
    if form.applies(verbs.withdraw_invitation, this, by=request.user):
        messages.success(request, _("The invitation was withdrawn, and its link opens nothing."))
        return redirect("organisation:members")
    return refused(request, this, form)


def find_member(number: int) -> User:
    people = User.objects.filter(erased_at=None, is_service=False).select_related("team")
    return get_object_or_404(people, pk=number)


def show_member(
    request: UserRequest, person: User, form: DomainForm, *, status: int = 200
) -> HttpResponse:
    context = {"person": person, "form": form}
    return render(request, "organisation/member.html", context, status=status)


def refused(request: UserRequest, person: User, why: DomainForm) -> HttpResponse:
    """The page of an account, with why something else than its form could not be done."""
    form = MemberForm(initial=MemberForm.known_of(person))
    context = {"person": person, "form": form, "refused": why}
    return render(request, "organisation/member.html", context, status=422)
