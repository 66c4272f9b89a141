"""The room of one incident, and what people do in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import room as acts
from incidents.domain.locking import standing_number
from incidents.domain.pictures import add_note_with_picture
from incidents.forms import room as forms
from incidents.forms.help import HelpForm
from incidents.forms.lifecycle import ReopenForm, SeverityForm
from incidents.forms.linking import LinkForm
from incidents.forms.tasks import TaskForm, UndoPathForm
from incidents.models import Incident
from incidents.queries.room import find_with_extras, read_room
from incidents.queries.status_page import may_be_public
from incidents.roles import ROLES
from incidents.views.finding import find
from incidents.views.restricting import ask_admin
from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only


def again(
    request: UserRequest, incident: Incident, form: DomainForm, *, under: str
) -> HttpResponse:
    """Show the room again, with the form that was not accepted open and as it was typed.

    Somebody may have resolved or reopened it meanwhile, and then the room has no
    such form any more: what was typed is given back above it.
    """
    still_there = under == "note_form" or incident.is_open != (under == "reopen_form")
    shown = {under: form, "opened": under} if still_there else {"refused": form}
    context = room_context(request, incident.pk) | shown
    return render(request, "incidents/room.html", context, status=422)


def room_context(request: UserRequest, number: int) -> dict[str, object]:
    incident = find_with_extras(number, reader=request.user)
    if incident is None or incident.is_merged:
        incident = find_with_extras(standing_number(number), reader=request.user)
    if incident is None:
        raise Http404
    before, key_only = row_number(request.GET.get("before", "")), "key" in request.GET
    this_room = read_room(incident, reader=request.user, before=before, key_only=key_only)
    return {
        "room": this_room,
        "incident": incident,
        "before": before,
        "key_only": key_only,
        "just_filed": "thanks" in request.GET and incident.declared_by_id == request.user.pk,
        "note_form": forms.NoteForm(),
        "update_form": forms.UpdateForm(public=incident.may_be_public),  # type: ignore[attr-defined]
        "reopen_form": ReopenForm(),
        "link_form": LinkForm(reader=request.user),
        "severity_form": SeverityForm(initial={"severity": incident.severity}),
        "task_form": TaskForm(people=this_room.people),
        "undo_path_form": UndoPathForm(initial={"undo_path": incident.undo_path}),
        "help_form": HelpForm(),
        "roles": list(ROLES.values()),
    }


@login_required
@require_GET
def room(request: UserRequest, number: int) -> HttpResponse:
    try:
        context = room_context(request, number)
    except Http404:
        return ask_admin(request, number)
    incident = context["incident"]
    if isinstance(incident, Incident) and incident.pk != number:
        names = {"one": f"INC-{number}", "other": incident.reference}
        messages.info(request, _("%(one)s is the same as %(other)s. This is its room.") % names)
        return redirect(incident)
    return render(request, "incidents/room.html", context)


@login_required
@require_GET
def live_room(request: UserRequest, number: int) -> HttpResponse:
    """The part of the room that changes, as a fragment.

    For a screen in the room of a duplicate it is the other room from the merge on, so
    that what somebody types there stays, and is sent to where it belongs.
    """
    return render(request, "incidents/_room.html", room_context(request, number))


@writers_only
@require_POST
def join(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    acts.join_incident(incident, by=request.user)
    return redirect(incident)


@writers_only
@require_POST
def take_role(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.RoleForm(request.POST)
    if form.applies(acts.take_role, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="role_form")


@writers_only
@require_POST
def add_note(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.NoteForm(request.POST, request.FILES)
    if form.applies(add_note_with_picture, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="note_form")


@writers_only
@require_POST
def mark_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    incident = find(request, number)
    this = get_object_or_404(incident.timeline, pk=entry)
    form = forms.KeyMomentForm(request.POST)
    form.applies(acts.mark_key_moment, this, by=request.user)
    return redirect(incident)


@writers_only
@require_POST
def post_update(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.UpdateForm(request.POST, public=may_be_public(incident))
    if form.applies(acts.post_update, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="update_form")
