"""A kind word: private to the two it is between."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import care, writing_to_each_other
from incidents.forms.care import AnswerForm, ReachOutForm
from incidents.models import Incident, Note, ReachOut
from incidents.openings import Opening, Situation, begun, openings_for
from incidents.queries.care import exchange, notes_to_read, reach_out_to_answer
from incidents.views.finding import find
from people.errors import DomainError
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_GET
def reach_out(request: UserRequest, pk: int) -> HttpResponse:
    """Where a senior writes to somebody, in their own words."""
    this = get_object_or_404(reach_out_to_answer(request.user, pk))
    return _reach_out(request, this, ReachOutForm())


@writers_only
@require_POST
def begin_note(request: UserRequest, pk: int) -> HttpResponse:
    """Put an opening below what is in the box. `static/js/openings.js` does it without a request.

    What was typed is private, so it is in no address, and the page answers at once.
    """
    this = get_object_or_404(reach_out_to_answer(request.user, pk))
    text, chosen = request.POST.get("text", ""), request.POST.get("opening")
    opening = next((one for one in _openings(this) if one.key == chosen), None)
    if opening:
        text = begun(text, opening)
    return _reach_out(request, this, ReachOutForm({"text": text} if text else None))


@writers_only
@require_POST
def write_note(request: UserRequest, pk: int) -> HttpResponse:
    this = get_object_or_404(reach_out_to_answer(request.user, pk))
    form = ReachOutForm(request.POST)
    if form.applies(care.write_note, this, by=request.user):
        return redirect(form.outcome)
    return _reach_out(request, this, form, status=422)


def _reach_out(
    request: UserRequest, this: ReachOut, form: ReachOutForm, *, status: int = 200
) -> HttpResponse:
    waits = this.welcomes(request.user)
    context = {"reach_out": this, "waits": waits, "openings": _openings(this), "form": form}
    return render(request, "incidents/reach_out.html", context, status=status)


def _openings(this: ReachOut) -> list[Opening]:
    """Those for the situation; of an incident that is not theirs to see nothing is told by them."""
    if not this.sees_incident:  # type: ignore[attr-defined]  # annotated
        return openings_for(None)
    is_first: bool = this.is_first  # type: ignore[attr-defined]  # annotated
    is_wanted = this.wanted_at is not None
    return openings_for(Situation.of(this.incident, is_first=is_first, is_wanted=is_wanted))


@login_required
@require_GET
def note(request: UserRequest, pk: int) -> HttpResponse:
    """A note and what came after it, for the two people it is between."""
    this = writing_to_each_other.read_note(_note(request, pk), by=request.user)
    return _exchange(request, this, AnswerForm())


@writers_only
@require_POST
def answer_note(request: UserRequest, pk: int) -> HttpResponse:
    this, form = _note(request, pk), AnswerForm(request.POST)
    if form.applies(writing_to_each_other.answer_note, this, by=request.user):
        return redirect(form.outcome)
    return _exchange(request, this, form, status=422)


@writers_only
@require_POST
def answer_fine(request: UserRequest, pk: int) -> HttpResponse:
    this, form = _note(request, pk), DomainForm(request.POST)
    if form.applies(writing_to_each_other.answer_that_i_am_fine, this, by=request.user):
        return redirect(form.outcome)
    return _exchange(request, this, form, status=422)


def _note(request: UserRequest, pk: int) -> Note:
    return get_object_or_404(notes_to_read(request.user), pk=pk)


def _exchange(
    request: UserRequest, this: Note, form: DomainForm, *, status: int = 200
) -> HttpResponse:
    written = exchange(this)
    context = {"note": this, "written": written, "other": this.other(request.user), "form": form}
    return render(request, "incidents/note.html", context, status=status)


@login_required
@require_GET
def check_in(request: UserRequest, number: int) -> HttpResponse:
    return render(request, "incidents/check_in.html", {"incident": find(request, number)})


@login_required
@require_POST
def am_fine(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    care.say_i_am_fine(incident, by=request.user)
    messages.success(request, _("Good to hear. Thank you for saying so."))
    return _back(request, incident)


@login_required
@require_POST
def would_welcome_a_word(request: UserRequest, number: int) -> HttpResponse:
    """Ask for a word; `change` in the form thanks whoever says that theirs was part of it.

    That stands in the body of the request alone: not in an address, which logs keep.
    """
    incident = find(request, number)
    try:
        care.ask_for_a_word(incident, by=request.user)
    except DomainError as refused:
        messages.warning(request, " ".join(refused.messages))
        return _back(request, incident)
    said = _("We are asking somebody to write to you. It stays between you and them.")
    if "change" in request.POST:
        said = _(
            "Thank you for saying so. Most of what breaks has a change in it, and every one of "
            "us has made such a change. Nobody is told that it was yours, and it is written down "
            "nowhere. Somebody who has been there is asked to write to you."
        )
    messages.success(request, said)
    return _back(request, incident)


def _back(request: UserRequest, incident: Incident) -> HttpResponse:
    """To the room, for whoever pressed there."""
    return redirect(incident if "in_room" in request.POST else "today")
