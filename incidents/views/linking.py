"""Which incidents belong together, and which are one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import linking, merging
from incidents.forms.linking import LinkForm, MergeForm
from incidents.models import Incident, Link, Merge
from incidents.queries.linking import with_follow_ups
from incidents.queries.merging import what_moves
from incidents.queries.room import find_with_extras, read_links
from incidents.views.finding import find
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _links_page(
    request: UserRequest, incident: Incident, form: LinkForm, status: int = 200
) -> HttpResponse:
    seen = find_with_extras(incident.pk, reader=request.user)
    if seen is None:
        raise Http404
    links = with_follow_ups(read_links(seen), reader=request.user)
    context = {"incident": seen, "links": links, "form": form}
    return render(request, "incidents/links.html", context, status=status)


@login_required
@require_GET
def links(request: UserRequest, number: int) -> HttpResponse:
    """The incidents that belong to one, with what followed from those before it."""
    return _links_page(request, find(request, number), LinkForm(reader=request.user))


@writers_only
@require_POST
def link_incident(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = LinkForm(request.POST, reader=request.user)
    if form.applies(linking.link_incidents, incident, by=request.user):
        return redirect(f"{incident.get_absolute_url()}#links")
    return _links_page(request, incident, form, status=422)


@writers_only
@require_POST
def unlink(request: UserRequest, number: int, link: int) -> HttpResponse:
    """Unlinking what was unlinked meanwhile changes nothing."""
    incident = find(request, number)
    this = Link.objects.visible_to(request.user).of(incident).filter(pk=link).first()
    if this:
        linking.unlink_incidents(this, by=request.user)
    return redirect("incidents:links", incident.pk)


def _merge_page(
    request: UserRequest, incident: Incident, form: MergeForm, status: int = 200
) -> HttpResponse:
    """Ask which incident it is, or, when that is known, say what merging will do."""
    into = form.cleaned_data.get("into") if form.is_bound and form.is_valid() else None
    context = {"incident": incident, "form": form, "into": into}
    if into:
        context["moves"] = what_moves(incident)
    return render(request, "incidents/merge.html", context, status=status)


@writers_only
@require_GET
def merge(request: UserRequest, number: int) -> HttpResponse:
    """The page that merges a duplicate: first which one it is, then what will happen."""
    incident = find(request, number)
    asked = request.GET if "into" in request.GET else None
    form = MergeForm(asked, reader=request.user)
    if asked is not None and not form.applies(merging.check_merge, incident):
        return _merge_page(request, incident, form, status=422)
    return _merge_page(request, incident, form)


@writers_only
@require_POST
def merge_now(request: UserRequest, number: int) -> HttpResponse:
    """Merge the incident of this number itself: one that was merged already is not followed."""
    incident = find(request, number)
    this = Incident.objects.get(pk=number)  # ast-grep-ignore: seen-by
    form = MergeForm(request.POST, reader=request.user)
    if form.applies(merging.merge_incident, this, by=request.user):
        said = _("%(one)s is part of %(other)s now. It can be taken apart again below.")
        names = {"one": this.reference, "other": form.outcome.into.reference}
        messages.success(request, said % names)
        return redirect(form.outcome.into)
    return _merge_page(request, incident, form, status=422)


@writers_only
@require_POST
def undo_merge(request: UserRequest, number: int, merge: int) -> HttpResponse:
    incident = find(request, number)
    this = get_object_or_404(Merge.objects.filter(into=incident), pk=merge)
    form = DomainForm(request.POST)
    if form.applies(merging.unmerge, this, by=request.user):
        messages.success(request, _("They are two incidents again."))
        return redirect(form.outcome)
    messages.warning(request, str(form.non_field_errors()[0]))
    return redirect(incident)
