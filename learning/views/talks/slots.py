"""Take a slot, say what it is about, give it back, and say "not this time"."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.domain.talks import asking, sessions, slots
from learning.forms.talks import RecordingForm, TakeForm, TalkForm
from learning.models import TalkInvitation, TalkSlot
from learning.permissions import may_change_slot, may_keep_recording
from learning.views.talks.pages import find_session, show_session
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def find_own(request: UserRequest, pk: int) -> TalkSlot:
    """A slot of the reader's own; somebody else's is theirs."""
    known = TalkSlot.objects.visible_to(request.user).select_related("session", "speaker")
    this = get_object_or_404(known, pk=pk)
    if not may_change_slot(request.user, this):
        raise PermissionDenied
    return this


@writers_only
@require_POST
def take(request: UserRequest, session: int) -> HttpResponse:
    this, form = find_session(request, session), TakeForm(request.POST)
    if form.applies(slots.take_slot, this, by=request.user):
        messages.success(
            request, _("Thank you. Five minutes are yours, and you can give them back at any time.")
        )
        return redirect(this)
    this = find_session(request, session)
    own_form = form if this.is_ahead else None
    return show_session(request, this, status=422, take_form=own_form, refused=form)


@writers_only
@require_POST
def not_this_time(request: UserRequest, session: int) -> HttpResponse:
    known = TalkInvitation.objects.visible_to(request.user).select_related("session")
    invitation = get_object_or_404(known, session=session)
    asking.say_not_this_time(invitation, by=request.user)
    messages.success(
        request,
        _("Thank you for saying so. Nobody is told, and you are not asked again for some months."),
    )
    return redirect("learning:talks")


@writers_only
@require_POST
def describe(request: UserRequest, slot: int) -> HttpResponse:
    this, form = find_own(request, slot), TalkForm(request.POST)
    if form.applies(slots.describe_talk, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(this.session)
    return show_session(
        request, find_session(request, this.session_id), status=422, talk_form=form, refused=form
    )


@writers_only
@require_POST
def give_back(request: UserRequest, slot: int) -> HttpResponse:
    this, form = find_own(request, slot), DomainForm(request.POST)
    if form.applies(slots.give_back_slot, this, by=request.user):
        messages.success(
            request, _("Thank you for saying so in time. Somebody else can have it now.")
        )
        return redirect(this.session)
    return show_session(request, find_session(request, this.session_id), status=422, refused=form)


@writers_only
@require_POST
def keep_recording(request: UserRequest, session: int) -> HttpResponse:
    this, form = find_session(request, session), RecordingForm(request.POST)
    if not may_keep_recording(request.user, this):
        raise PermissionDenied
    if form.applies(sessions.keep_recording, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(this)
    return show_session(request, this, status=422, recording_form=form, refused=form)
