from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.markdown import render as render_markdown
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import coediting, writing
from postmortems.forms.writing import WriteUpForm
from postmortems.models import LONGEST_SECTION, Postmortem, Status
from postmortems.queries.naming import name_people
from postmortems.views.commenting import talking_context
from postmortems.views.finding import find


def _editor_context(request: UserRequest, postmortem: Postmortem) -> dict[str, object]:
    this_round = postmortem.rounds.select_related("reviewer").first()
    return talking_context(request, postmortem, may_edit=True) | {
        "postmortem": postmortem,
        # Who sees the write-up sees each of its incidents, and so what is pasted into one.
        "pictured": postmortem.incidents.standing().order_by("pk").first(),
        "shared": postmortem.is_editable and coediting.share_text(postmortem),
        "suggested": postmortem.status == Status.CHANGES_SUGGESTED and this_round,
        "would_become_author": this_round
        and not this_round.verdict
        and permissions.may_review(request.user, this_round)
        and not permissions.is_author(request.user, postmortem),
    }


@writers_only
@require_GET
def edit(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    if not postmortem.is_editable:
        messages.info(request, _("This write-up is approved, so its words stay as they are."))
        return redirect(postmortem)
    context = {"form": WriteUpForm.of(postmortem)} | _editor_context(request, postmortem)
    return render(request, "postmortems/edit.html", context)


@writers_only
@require_POST
def save(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = WriteUpForm(request.POST, postmortem=postmortem)
    if form.applies(writing.save_postmortem, postmortem, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(postmortem)
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        postmortem.refresh_from_db()
        form.catch_up(postmortem)
    context = {"form": form} | _editor_context(request, postmortem)
    return render(request, "postmortems/edit.html", context, status=422)


@writers_only
@require_POST
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """What somebody is writing, as it will be read; `static/js/editor/tools.js` asks."""
    postmortem = find(request, pk, may=permissions.may_edit)
    text = request.POST.get("text", "")[:LONGEST_SECTION]
    name_people([postmortem], in_texts=lambda _one: [text])
    return HttpResponse(render_markdown(postmortem.naming.text(text)))
