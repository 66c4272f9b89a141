"""Trade places with another speaker."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.domain.talks import swaps
from learning.forms.talks import OtherSlotField, SwapForm
from learning.models import SlotSwap, TalkSlot
from learning.queries.talks import others_ahead
from learning.views.talks.pages import find_session, show_session
from learning.views.talks.slots import find_own
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _form(slot: TalkSlot, data: object = None) -> SwapForm:
    form = SwapForm(data)
    field = form.fields["wanted"]
    assert isinstance(field, OtherSlotField)
    field.queryset = others_ahead(slot, at=timezone.now())
    return form


def _page(request: UserRequest, slot: TalkSlot, form: SwapForm, status: int = 200) -> HttpResponse:
    context = {"slot": slot, "form": form, "others": list(form["wanted"])}
    return render(request, "learning/talk_swap.html", context, status=status)


@writers_only
@require_GET
def choose(request: UserRequest, slot: int) -> HttpResponse:
    """The page on which a speaker says with whom they would trade places."""
    this = find_own(request, slot)
    if not this.session.is_ahead:
        return redirect(this.session)
    return _page(request, this, _form(this))


@writers_only
@require_POST
def offer(request: UserRequest, slot: int) -> HttpResponse:
    this = find_own(request, slot)
    form = _form(this, request.POST)
    if form.applies(swaps.offer_swap, this, by=request.user):
        messages.success(
            request,
            _("%(name)s is asked. Nothing changes until they say yes.")
            % {"name": form.outcome.offered_to.get_full_name()},
        )
        return redirect(this.session)
    return _page(request, this, form, status=422)


@writers_only
@require_POST
def accept(request: UserRequest, swap: int) -> HttpResponse:
    this = _find(request, swap, asked=True)
    said = _("Thank you. You have traded places.")
    return _done(request, this, swaps.accept_swap, said, shown=this.offered)


@writers_only
@require_POST
def decline(request: UserRequest, swap: int) -> HttpResponse:
    this = _find(request, swap, asked=True)
    said = _("That is fine. You keep your own slot.")
    return _done(request, this, swaps.decline_swap, said, shown=this.wanted)


@writers_only
@require_POST
def withdraw(request: UserRequest, swap: int) -> HttpResponse:
    this = _find(request, swap, asked=False)
    said = _("Taken back. You keep your own slot.")
    return _done(request, this, swaps.withdraw_swap, said, shown=this.offered)


def _find(request: UserRequest, pk: int, *, asked: bool) -> SlotSwap:
    """A swap that the reader was asked for, or that they asked for themselves."""
    known = SlotSwap.objects.visible_to(request.user).with_slots()
    this = get_object_or_404(known, pk=pk)
    if request.user.pk != (this.offered_to_id if asked else this.offered_by_id):
        raise PermissionDenied
    return this


def _done(
    request: UserRequest,
    swap: SlotSwap,
    verb: Callable[..., SlotSwap],
    said: str,
    *,
    shown: TalkSlot,
) -> HttpResponse:
    """Answer a swap, and show the session in which the reader speaks then."""
    form = DomainForm(request.POST)
    if form.applies(verb, swap, by=request.user):
        messages.success(request, said)
        return redirect(shown.session)
    session = find_session(request, shown.session_id)
    return show_session(request, session, status=422, refused=form)
