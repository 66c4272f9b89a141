"""A kind word: private to the two it is between."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import care
from incidents.forms.care import ReachOutForm
from incidents.queries.care import notes_to_read, reach_out_to_answer
from incidents.views.finding import find
from people.errors import DomainError
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_GET
def reach_out(request: UserRequest, pk: int) -> HttpResponse:
    """Where a senior writes to somebody, in their own words."""
    this = get_object_or_404(reach_out_to_answer(request.user, pk))
    context = {"reach_out": this, "waits": this.welcomes(request.user)}
    return render(request, "incidents/reach_out.html", context | {"form": ReachOutForm()})


@writers_only
@require_POST
def write_note(request: UserRequest, pk: int) -> HttpResponse:
    this = get_object_or_404(reach_out_to_answer(request.user, pk))
    form = ReachOutForm(request.POST)
    if form.applies(care.write_note, this, by=request.user):
        return redirect(form.outcome)
    context = {"reach_out": this, "waits": this.welcomes(request.user), "form": form}
    return render(request, "incidents/reach_out.html", context, status=422)


@login_required
@require_GET
def note(request: UserRequest, pk: int) -> HttpResponse:
    """A note, for the two people it is between."""
    this = care.read_note(get_object_or_404(notes_to_read(request.user), pk=pk), by=request.user)
    return render(request, "incidents/note.html", {"note": this})


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
    return redirect("today")


@login_required
@require_POST
def would_welcome_a_word(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    try:
        care.ask_for_a_word(incident, by=request.user)
    except DomainError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        said = _("We are asking somebody to write to you. It stays between you and them.")
        messages.success(request, said)
    return redirect("today")
