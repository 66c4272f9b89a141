"""What stands in the timeline put right: words, times, and what was taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import correcting, editing
from incidents.forms.timeline import EntryForm, TimesForm, times_of, words_of
from incidents.models import Kind, TimelineEntry
from incidents.queries.history import history_of, newest_correction, versions_of
from incidents.views.finding import find
from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only


def find_entry(request: UserRequest, number: int, entry: int) -> TimelineEntry:
    """An entry that a person wrote; the lines that Goldseam words have no versions."""
    entries = find(request, number).timeline.select_related(
        "incident", "update", "author", "withdrawn_by"
    )
    this = get_object_or_404(entries, pk=entry)
    if this.is_short:
        get_object_or_404(entries.none())
    return this


@writers_only
@require_GET
def edit_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    this = find_entry(request, number, entry)
    if this.is_withdrawn:
        return redirect(this)
    context = {"entry": this, "incident": this.incident, "form": EntryForm.of(this)}
    return render(request, "incidents/entry.html", context)


@writers_only
@require_POST
def save_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    this = find_entry(request, number, entry)
    verb = editing.edit_update if this.kind == Kind.UPDATE else editing.edit_entry
    form = EntryForm.of(this, request.POST)
    if form.applies(verb, this, by=request.user):
        return redirect(in_room(form.outcome))
    if form.has_error(NON_FIELD_ERRORS, "revision"):
        this = find_entry(request, number, entry)
        form.catch_up(words_of(this), revision=this.revision)
    context = {"entry": this, "incident": this.incident, "form": form}
    return render(request, "incidents/entry.html", context, status=422)


@writers_only
@require_POST
def withdraw_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    this = find_entry(request, number, entry)
    form = DomainForm(request.POST)
    if form.applies(editing.withdraw_entry, this, by=request.user):
        return redirect(in_room(this))
    context = {"entry": this, "incident": this.incident, "form": EntryForm.of(this)}
    return render(request, "incidents/entry.html", context | {"refused": form}, status=422)


@writers_only
@require_POST
def bring_back_entry(request: UserRequest, number: int, entry: int) -> HttpResponse:
    this = find_entry(request, number, entry)
    editing.bring_back_entry(this, by=request.user)
    return redirect(in_room(this))


@login_required
@require_GET
def versions(request: UserRequest, number: int, entry: int) -> HttpResponse:
    """What an entry said before, each version beside the one before it."""
    this = find_entry(request, number, entry)
    before = row_number(request.GET.get("before", ""))
    page, more = versions_of(this, before=before)
    context = {"entry": this, "incident": this.incident, "versions": page, "more": more}
    return render(request, "incidents/versions.html", context | {"before": before})


def in_room(entry: TimelineEntry) -> str:
    return f"{entry.incident.get_absolute_url()}#entry-{entry.pk}"


@login_required
@require_GET
def times(request: UserRequest, number: int) -> HttpResponse:
    """When it started and was over, and everything that was put right about it."""
    incident = find(request, number)
    history = history_of(incident)
    form = TimesForm.of(incident, seen=newest_correction(history))
    context = {"incident": incident, "history": history, "form": form}
    return render(request, "incidents/times.html", context)


@writers_only
@require_POST
def correct_times(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = TimesForm.of(incident, seen=0, data=request.POST)
    if form.applies(correcting.correct_times, incident, by=request.user):
        messages.success(request, _("The times are put right."))
        return redirect("incidents:times", incident.pk)
    incident.refresh_from_db()
    history = history_of(incident)
    if any(form.has_error(name, "revision") for name in form.fields):
        form.catch_up(times_of(incident), seen=newest_correction(history))
    context = {"incident": incident, "history": history, "form": form}
    return render(request, "incidents/times.html", context, status=422)
