"""The sessions that are ahead and those that were, and one of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from learning.forms.talks import RecordingForm, TakeForm, TalkForm
from learning.models import SlotSwap, TalkSeries, TalkSession, TalkSlot
from learning.permissions import may_keep_recording, may_run_talks
from learning.queries import talks as queries
from people.http import UserRequest
from people.permissions import may_write
from postmortems.places import Place


def find_session(request: UserRequest, pk: int) -> TalkSession:
    known = queries.with_slots(TalkSession.objects.visible_to(request.user))
    return get_object_or_404(known, pk=pk)


@login_required
@require_GET
def talks(request: UserRequest) -> HttpResponse:
    after = Place.read(request.GET.get("after", ""))
    context = {
        "talks": queries.talks(request.user, after=after),
        "series": TalkSeries.objects.first(),
        "after": after,
        "may_run": may_run_talks(request.user),
    }
    return render(request, "learning/talks.html", context)


@login_required
@require_GET
def session(request: UserRequest, session: int) -> HttpResponse:
    return show_session(request, find_session(request, session))


def show_session(
    request: UserRequest, this: TalkSession, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a session; `forms` are those that were sent and could not be taken."""
    slots = list(this.slots.all())
    own = next((slot for slot in slots if slot.speaker_id == request.user.pk), None)
    context = {
        "session": this,
        "slots": slots,
        "own": own,
        "free": sum(slot.is_open for slot in slots),
        "invitation": queries.waiting_invitations(request.user, at=timezone.now())
        .filter(session=this)
        .first(),
        "may_run": may_run_talks(request.user),
        **_swaps(own, request),
        **_forms(request, this, own),
        **forms,
    }
    return render(request, "learning/talk_session.html", context, status=status)


def _swaps(own: TalkSlot | None, request: UserRequest) -> Mapping[str, Any]:
    """What was offered to the reader, and what they offered."""
    if own is None:
        return {"swaps": [], "offered": None}
    open_swaps = SlotSwap.objects.open().with_slots().select_related("offered_to")
    return {
        "swaps": list(open_swaps.filter(offered_to=request.user, wanted=own)),
        "offered": open_swaps.filter(offered_by=request.user, offered=own).first(),
    }


def _forms(request: UserRequest, this: TalkSession, own: TalkSlot | None) -> Mapping[str, Any]:
    known = {"title": own.title, "slides": own.slides} if own else {}
    may_take = may_write(request.user) and this.is_ahead and own is None
    may_record = this.has_begun and not this.is_cancelled
    return {
        "take_form": TakeForm() if may_take else None,
        "talk_form": TalkForm(initial=known) if own and not this.is_cancelled else None,
        "recording_form": RecordingForm(initial={"recording": this.recording})
        if may_record and may_keep_recording(request.user, this)
        else None,
    }
