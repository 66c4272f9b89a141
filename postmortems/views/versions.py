from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import versions
from postmortems.models import Postmortem, Version
from postmortems.queries.naming import name_in_lines, name_people
from postmortems.queries.versions import differences, texts_now, texts_of, version_page
from postmortems.views.finding import find


@login_required
@require_GET
def list_versions(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk)
    before = row_number(request.GET.get("before", ""))
    page, more = version_page(postmortem, before=before)
    name_in_lines([postmortem])
    context = {"postmortem": postmortem, "versions": page, "before": before, "more": more}
    return render(request, "postmortems/versions.html", context)


def _version_context(
    request: UserRequest, postmortem: Postmortem, this: Version
) -> dict[str, object]:
    last = postmortem.versions.filter(number__lt=this.number).first()
    with_now = "now" in request.GET
    before = texts_of(this if with_now else last)
    after = texts_now(postmortem) if with_now else texts_of(this)
    name_people([postmortem], in_texts=lambda _one: [*before.values(), *after.values()])
    return {
        "postmortem": postmortem,
        "version": this,
        "last": last,
        "with_now": with_now,
        "differences": differences(postmortem.naming, before, after),
        "may_restore": postmortem.is_editable and permissions.may_edit(request.user, postmortem),
    }


@login_required
@require_GET
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One version beside the one before it or, with `?now`, beside what it says now."""
    postmortem = find(request, pk)
    this = get_object_or_404(postmortem.versions.prefetch_related("writers"), number=number)
    context = _version_context(request, postmortem, this)
    return render(request, "postmortems/version.html", context)


@writers_only
@require_POST
def restore(request: UserRequest, pk: int, number: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    this = get_object_or_404(postmortem.versions, number=number)
    form = DomainForm(request.POST)
    if form.applies(versions.restore_version, this, by=request.user):
        text = _("Version %(number)s is back. What it said before is kept too.")
        messages.success(request, text % {"number": number})
        return redirect(postmortem)
    context = _version_context(request, postmortem, this) | {"refused": form}
    return render(request, "postmortems/version.html", context, status=422)
