"""The list of incidents, as a page and as the part of it that filters change."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents.forms.filters import STATUSES, FilterForm
from incidents.permissions import may_define_fields
from incidents.queries.listing import read_page
from incidents.queries.sorting import Place
from people.http import UserRequest


@login_required
@require_GET
def list_incidents(request: UserRequest) -> HttpResponse:
    """The page. What a plain form sent empty is taken out of the address, so that it is short."""
    form = FilterForm.read(request.GET)
    if any(not value for name in form.fields for value in request.GET.getlist(name)):
        return redirect(reverse("incidents:list") + form.query())
    context = list_context(request, form) | {"may_define": may_define_fields(request.user)}
    return render(request, "incidents/list.html", context)


@login_required
@require_GET
def found(request: UserRequest) -> HttpResponse:
    """What the filters find, as a fragment."""
    form = FilterForm.read(request.GET)
    return render(request, "incidents/_found.html", list_context(request, form))


def list_context(request: UserRequest, form: FilterForm) -> dict[str, object]:
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    places = {name: text for name, text in asked.items() if Place.read(text, sort=form.sort)}
    page = read_page(request.user, form.wanted, sort=form.sort, **places)
    chosen = form.chosen
    return {
        "form": form,
        "page": page,
        "query": form.query(),
        "address": form.query(**{name: [place] for name, place in places.items()}),
        "earlier": form.query(before=[str(page.earlier)]) if page.earlier else "",
        "later": form.query(after=[str(page.later)]) if page.later else "",
        "tabs": _tabs(form),
        "is_narrowed": bool(set(chosen) - {"sort"}),
        "is_middle": bool(places),
    }


def _tabs(form: FilterForm) -> list[tuple[str, str, bool]]:
    """All, open and each status: what it says, where it leads, whether it is shown."""
    shown = form.chosen.get("status", [])
    every = [("", _("All")), *STATUSES]
    return [
        (str(label), form.query(status=[value] if value else []), shown == [value] * bool(value))
        for value, label in every
    ]
