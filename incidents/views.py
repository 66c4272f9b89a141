from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents import forms, queries
from incidents.domain import care, describing, filing, lifecycle
from incidents.domain import room as acts
from incidents.models import Incident, Note, ResponseRole, Status, TimelineEntry
from people.errors import DomainError
from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only


def _find(request: UserRequest, number: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user), pk=number)


def _again(
    request: UserRequest, incident: Incident, form: DomainForm, *, under: str
) -> HttpResponse:
    """Show the room again, with the form that was not accepted open and as it was typed.

    Somebody may have resolved or reopened it meanwhile, and then the room has no
    such form any more: what was typed is given back above it.
    """
    still_there = under == "note_form" or incident.is_open != (under == "reopen_form")
    shown = {under: form, "opened": under} if still_there else {"refused": form}
    context = _room_context(request, incident) | shown
    return render(request, "incidents/room.html", context, status=422)


def _room_context(request: UserRequest, incident: Incident) -> dict[str, object]:
    entry = row_number(request.GET.get("before", ""))
    before = incident.timeline.filter(pk=entry).first() if entry else None
    return {
        "room": queries.room(incident, reader=request.user, before=before),
        "incident": incident,
        "before": before,
        "just_filed": "thanks" in request.GET and incident.declared_by_id == request.user.pk,
        "note_form": forms.NoteForm(),
        "update_form": forms.UpdateForm(),
        "reopen_form": forms.ReopenForm(),
        "severity_form": forms.SeverityForm(initial={"severity": incident.severity}),
        "roles": [choice for choice in ResponseRole.choices if choice[0] != ResponseRole.LEAD],
    }


@login_required
@require_GET
def list_incidents(request: UserRequest) -> HttpResponse:
    before = row_number(request.GET.get("before", ""))
    status = request.GET.get("status", "")
    if status not in {"", "open", *Status.values}:
        status = ""
    page, more = queries.incident_page(request.user, status=status, before=before)
    context = {"incidents": page, "more": more, "before": before, "status": status}
    return render(request, "incidents/list.html", context | {"statuses": Status.choices})


@writers_only
@require_GET
def declare(request: UserRequest) -> HttpResponse:
    return render(request, "incidents/declare.html", {"form": forms.DeclareForm()})


@writers_only
@require_POST
def file(request: UserRequest) -> HttpResponse:
    form = forms.DeclareForm(request.POST)
    if form.applies(filing.declare_incident, by=request.user):
        return redirect(f"{form.outcome.get_absolute_url()}?thanks")
    return render(request, "incidents/declare.html", {"form": form}, status=422)


@login_required
@require_GET
def room(request: UserRequest, number: int) -> HttpResponse:
    return render(request, "incidents/room.html", _room_context(request, _find(request, number)))


@writers_only
@require_GET
def details(request: UserRequest, number: int) -> HttpResponse:
    """The page on which the rest is filled in, or put right."""
    incident = _find(request, number)
    known = {
        "title": incident.title,
        "undo_path": incident.undo_path,
        "services": incident.services.all(),
    }
    form = forms.DescribeForm(initial=known)
    return render(request, "incidents/details.html", {"incident": incident, "form": form})


@writers_only
@require_POST
def describe(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.DescribeForm(request.POST)
    if form.applies(describing.describe_incident, incident, by=request.user):
        return redirect(incident)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/details.html", context, status=422)


@login_required
@require_GET
def live_room(request: UserRequest, number: int) -> HttpResponse:
    """The part of the room that changes, as a fragment."""
    return render(request, "incidents/_room.html", _room_context(request, _find(request, number)))


@writers_only
@require_POST
def join(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    acts.join_incident(incident, by=request.user)
    return redirect(incident)


@writers_only
@require_POST
def take_role(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.RoleForm(request.POST)
    if form.applies(acts.take_role, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="role_form")


@writers_only
@require_GET
def choose_lead(request: UserRequest, number: int) -> HttpResponse:
    """The page that hands the lead over: a company can be too many people for the room."""
    incident = _find(request, number)
    if not incident.is_open:
        return redirect(incident)
    return render(request, "incidents/lead.html", {"incident": incident, "form": forms.LeadForm()})


@writers_only
@require_POST
def hand_over(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.LeadForm(request.POST)
    if form.applies(acts.hand_over_lead, incident, by=request.user):
        return redirect(incident)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/lead.html", context, status=422)


@writers_only
@require_POST
def add_note(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.NoteForm(request.POST)
    if form.applies(acts.add_note, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="note_form")


@writers_only
@require_POST
def mark_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    incident = _find(request, number)
    this = get_object_or_404(TimelineEntry.objects.filter(incident=incident), pk=entry)
    form = forms.KeyMomentForm(request.POST)
    form.applies(acts.mark_key_moment, this, by=request.user)
    return redirect(incident)


@writers_only
@require_POST
def post_update(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.UpdateForm(request.POST)
    if form.applies(acts.post_update, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="update_form")


@writers_only
@require_POST
def change_status(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.StatusForm(request.POST)
    if form.applies(lifecycle.change_status, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="status_form")


@writers_only
@require_POST
def set_severity(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.SeverityForm(request.POST)
    if form.applies(lifecycle.set_severity, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="severity_form")


@writers_only
@require_GET
def close(request: UserRequest, number: int) -> HttpResponse:
    """The page that resolves an incident or stands it down."""
    incident = _find(request, number)
    if not incident.is_open:
        return redirect("incidents:after", incident.pk)
    return render(
        request, "incidents/close.html", {"incident": incident, "form": forms.ResolveForm()}
    )


@writers_only
@require_POST
def resolve(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.ResolveForm(request.POST)
    if form.applies(lifecycle.resolve_incident, incident, by=request.user):
        return redirect("incidents:after", incident.pk)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/close.html", context, status=422)


@writers_only
@require_POST
def stand_down(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.ResolveForm(request.POST)
    if form.applies(lifecycle.stand_down, incident, by=request.user):
        return redirect("incidents:after", incident.pk)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/close.html", context, status=422)


@login_required
@require_GET
def after(request: UserRequest, number: int) -> HttpResponse:
    """Thanks, and whether a write-up would help."""
    incident = _find(request, number)
    if incident.is_open:
        return redirect(incident)
    if "write-up" in request.GET and (begun := incident.postmortems.first()):
        return redirect(begun)
    people = incident.participations.select_related("user")
    context = {"incident": incident, "people": people, "form": forms.SkipWriteUpForm()}
    return render(request, "incidents/after.html", context)


@writers_only
@require_POST
def skip_write_up(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.SkipWriteUpForm(request.POST)
    if form.applies(lifecycle.skip_write_up, incident, by=request.user):
        messages.success(request, _("Noted. Thank you for deciding."))
        return redirect(incident)
    people = incident.participations.select_related("user")
    context = {"incident": incident, "people": people, "form": form}
    return render(request, "incidents/after.html", context, status=422)


@writers_only
@require_POST
def reopen(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    form = forms.ReopenForm(request.POST)
    if form.applies(lifecycle.reopen_incident, incident, by=request.user):
        return redirect(incident)
    return _again(request, incident, form, under="reopen_form")


@writers_only
@require_GET
def reach_out(request: UserRequest, pk: int) -> HttpResponse:
    """Where a senior writes to somebody, in their own words."""
    this = get_object_or_404(queries.reach_out_to_answer(request.user, pk))
    context = {"reach_out": this, "waits": this.welcomes(request.user)}
    return render(request, "incidents/reach_out.html", context | {"form": forms.ReachOutForm()})


@writers_only
@require_POST
def write_note(request: UserRequest, pk: int) -> HttpResponse:
    this = get_object_or_404(queries.reach_out_to_answer(request.user, pk))
    form = forms.ReachOutForm(request.POST)
    if form.applies(care.write_note, this, by=request.user):
        return redirect(form.outcome)
    context = {"reach_out": this, "waits": this.welcomes(request.user), "form": form}
    return render(request, "incidents/reach_out.html", context, status=422)


@login_required
@require_GET
def note(request: UserRequest, pk: int) -> HttpResponse:
    """A note, for the two people it is between."""
    notes = Note.objects.visible_to(request.user).select_related("author", "recipient", "incident")
    this = care.read_note(get_object_or_404(notes, pk=pk), by=request.user)
    return render(request, "incidents/note.html", {"note": this})


@login_required
@require_GET
def check_in(request: UserRequest, number: int) -> HttpResponse:
    return render(request, "incidents/check_in.html", {"incident": _find(request, number)})


@login_required
@require_POST
def am_fine(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    care.say_i_am_fine(incident, by=request.user)
    messages.success(request, _("Good to hear. Thank you for saying so."))
    return redirect("today")


@login_required
@require_POST
def would_welcome_a_word(request: UserRequest, number: int) -> HttpResponse:
    incident = _find(request, number)
    try:
        care.ask_for_a_word(incident, by=request.user)
    except DomainError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        said = _("We are asking somebody to write to you. It stays between you and them.")
        messages.success(request, said)
    return redirect("today")
