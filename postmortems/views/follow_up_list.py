"""Follow-ups in a list, as a table to take along, and beside a service."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents.exports.turns import take_turn
from incidents.models import Service
from incidents.views.exporting import IN_A_MOMENT
from people.http import UserRequest
from postmortems.follow_up_table import csv_parts
from postmortems.forms.follow_up_filters import NARROWING, FollowUpFilterForm
from postmortems.models import FollowUpState
from postmortems.queries import follow_ups as queries
from postmortems.queries.follow_up_places import Place


@login_required
@require_GET
def list_follow_ups(request: UserRequest) -> HttpResponse:
    """The page. What a plain form sent empty is taken out of the address, so that it is short."""
    form = FollowUpFilterForm.read(request.GET)
    if any(not value for name in form.fields for value in request.GET.getlist(name)):
        return redirect(reverse("follow_ups:list") + form.query())
    after = Place.read(request.GET.get("after", ""), sort=form.sort)
    page = queries.read_page(request.user, form.wanted, sort=form.sort, after=after)
    counts = queries.counted(request.user)
    usual = _usual(form, counts)
    context = {
        "form": form,
        "page": page,
        "counts": counts,
        "tabs": [
            (one.label, counts[one], form.query(state=one, age="", sort=""), one == form.shown)
            for one in FollowUpState
        ],
        "usual": usual,
        "is_usual": any(is_shown for _label, _where, is_shown in usual),
        "is_middle": after is not None,
        "more": form.query(after=str(page.more)) if page.more else "",
        "query": form.query(),
    }
    return render(request, "postmortems/follow_ups.html", context)


def _usual(form: FollowUpFilterForm, counts: dict[str, int]) -> list[tuple[str, str, bool]]:
    """What is looked for most often among those that are open: how it is called, and where."""
    if form.shown != FollowUpState.OPEN:
        return []
    wanted = {
        _("All"): {},
        _("Yours (%(n)s)") % {"n": counts["mine"]}: {"owner": queries.ME},
        _("Nobody has it yet"): {"owner": queries.NOBODY},
        _("Day has passed"): {"age": queries.OVERDUE},
    }
    chosen = {name: form.cleaned_data.get(name) or "" for name in NARROWING}
    nothing = dict.fromkeys(NARROWING, "")
    return [
        (label, form.query(**nothing | only), chosen == nothing | only)
        for label, only in wanted.items()
    ]


@login_required
@require_GET
def export_csv(request: UserRequest) -> HttpResponseBase:
    """Send what the filters of the address show, all of it, while it is read."""
    form = FollowUpFilterForm.read(request.GET)
    turn = take_turn()
    if turn is None:
        context = {"again": request.get_full_path()}
        busy = render(request, "postmortems/no_export_yet.html", context, status=503)
        busy.headers["Retry-After"] = IN_A_MOMENT
        return busy
    chunks = queries.in_chunks(queries.narrowed(request.user, form.wanted), sort=form.sort)
    sent = turn.sends(csv_parts(chunks))
    name = f"follow-ups-{timezone.localdate():%Y-%m-%d}.csv"
    response = StreamingHttpResponse(sent, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_GET
def of_service(request: UserRequest, slug: str) -> HttpResponse:
    """What followed from the incidents of a service, as a fragment for its page."""
    service = get_object_or_404(Service, slug=slug)
    found = queries.of_service(service, reader=request.user)
    context = {"service": service, "follow_ups": found}
    return render(request, "postmortems/_of_service.html", context)
