from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from people.http import UserRequest
from postmortems import permissions
from postmortems.forms.commenting import ThreadForm
from postmortems.forms.factors import FactorForm
from postmortems.forms.reviewing import VerdictForm
from postmortems.models import Status
from postmortems.queries.alongside import debriefs_of
from postmortems.queries.commenting import quotes_in, talk_of, threads_beside
from postmortems.queries.reading import article, named, to_read


def reading_context(request: UserRequest, pk: int, *, opened: str = "") -> dict[str, object]:
    postmortem = get_object_or_404(to_read(request.user), pk=pk)
    said = threads_beside(postmortem)
    named(postmortem, beside=quotes_in(said))
    waiting = next((one for one in postmortem.rounds.all() if not one.verdict), None)
    decided = [one for one in postmortem.rounds.all() if one.verdict]
    debriefs = debriefs_of(postmortem)
    writes_here = permissions.may_edit(request.user, postmortem)
    may_edit = postmortem.is_editable and writes_here
    talk = talk_of(postmortem, said)
    sections, unwritten = article(
        postmortem,
        can_grow=may_edit or opened == "factor_form",
        threads=talk.open_threads(),
    )
    return {
        "postmortem": postmortem,
        "opened": opened,
        "sections": sections,
        "unwritten": unwritten,
        "waiting": waiting,
        "decided": decided,
        "earlier": decided if waiting else decided[1:],
        "may_edit": may_edit,
        "may_change_incidents": may_edit
        and permissions.may_change_incidents(request.user, postmortem),
        "debriefs": debriefs,
        "may_plan_debrief": writes_here and not any(one.is_planned for one in debriefs),
        "may_ask": may_edit and postmortem.can_be_sent_to_review,
        "just_published": postmortem.is_published and "thanks" in request.GET,
        "talk": talk,
        "may_comment": permissions.may_comment(request.user, postmortem),
        "thread_form": ThreadForm(postmortem=postmortem),
        "may_take_over": waiting
        and waiting.can_be_taken_over
        and permissions.may_take_over(request.user, waiting),
        "may_review": waiting and permissions.may_review(request.user, waiting),
        "may_ask_another": waiting
        and (may_edit or permissions.may_ask_another(request.user, waiting)),
        "may_publish": postmortem.status == Status.APPROVED
        and not postmortem.is_practice
        and permissions.may_publish(request.user, postmortem),
        "may_correct": postmortem.is_published and permissions.may_edit(request.user, postmortem),
        "may_share": postmortem.is_published and permissions.may_share(request.user, postmortem),
        "may_show_people": permissions.may_show_people(request.user, postmortem),
        "may_plan": permissions.may_plan(request.user, postmortem),
        "factor_form": FactorForm(),
        "verdict_form": VerdictForm(),
        "verdict_round": waiting,
    }


def again(request: UserRequest, pk: int, **shown: object) -> HttpResponse:
    """Show the write-up again, with the form that was not accepted as it was typed."""
    context = reading_context(request, pk, opened=next(iter(shown))) | shown
    return render(request, "postmortems/read.html", context, status=422)


@login_required
@require_GET
def read(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "postmortems/read.html", reading_context(request, pk))


@login_required
@require_GET
def live_write_up(request: UserRequest, pk: int) -> HttpResponse:
    """The part of the page that changes, as a fragment."""
    return render(request, "postmortems/_write_up.html", reading_context(request, pk))
