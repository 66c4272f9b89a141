"""Three questions, and nothing that leads from an answer to a person."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from learning.domain.pulse import answer_pulse, has_answered, open_questions, was_asked
from learning.forms.insights import PulseForm
from learning.models import PulseRound
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_GET
@never_cache
def pulse(request: UserRequest, pk: int) -> HttpResponse:
    this = _asked(request, pk)
    open_questions(this, by=request.user)
    return _ask(request, this, PulseForm(about=this))


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def answer(request: UserRequest, pk: int) -> HttpResponse:
    this = _asked(request, pk)
    form = PulseForm(request.POST, about=this)
    if form.applies(answer_pulse, this, by=request.user):
        messages.success(request, _("Thank you. Nobody can tell which answers are yours."))
        return redirect("insights:insights")
    return _ask(request, this, form, status=422)


def _asked(request: UserRequest, pk: int) -> PulseRound:
    this = get_object_or_404(PulseRound, pk=pk)
    if not was_asked(this, request.user):
        raise Http404
    return this


def _ask(
    request: UserRequest, this: PulseRound, form: PulseForm, status: int = 200
) -> HttpResponse:
    context = {"round": this, "form": form, "is_done": has_answered(this, request.user)}
    return render(request, "learning/pulse.html", context, status=status)
