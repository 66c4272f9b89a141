"""Hand a role over, on a page of its own: a company can be too many people for the room."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import room as acts
from incidents.forms.room import HandOverForm
from incidents.models import Incident, ResponseRole
from incidents.roles import HANDED_ON, ROLES
from incidents.views.finding import find
from people.http import UserRequest, row_number
from people.models import User
from people.permissions import writers_only


@writers_only
@require_GET
def choose_whom(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    if not incident.is_open:
        return redirect(incident)
    role = _role(request.GET.get("role", ""))
    holders = _holders(incident, role)
    meant = row_number(request.GET.get("from", "")) or request.user.pk
    giver = next((one for one in holders if one.pk == meant), next(iter(holders), None))
    known = {"role": role, "instead_of": giver}
    return _page(request, incident, HandOverForm(initial=known, incident=incident), giver)


@writers_only
@require_POST
def hand_over(request: UserRequest, number: int) -> HttpResponse:
    """Where somebody else was quicker, what was typed is kept, to decide again from there."""
    incident, data = find(request, number), request.POST.copy()
    form = HandOverForm(data, incident=incident)
    if form.applies(acts.hand_over_role, incident, by=request.user):
        return redirect(incident)
    holders = _holders(incident, _role(data.get("role", "")))
    giver = next((one for one in holders if str(one.pk) == data.get("instead_of")), None)
    giver = giver or next(reversed(holders), None)
    data["instead_of"] = str(giver.pk) if giver else ""
    return _page(request, incident, form, giver, status=422)


def _role(value: str) -> ResponseRole:
    offered = [one.role for one in HANDED_ON]
    return next((role for role in offered if role == value), ResponseRole.LEAD)


def _holders(incident: Incident, role: ResponseRole) -> list[User]:
    people = incident.participations.filter(role=role).select_related("user")
    return [one.user for one in people]


def _page(
    request: UserRequest,
    incident: Incident,
    form: HandOverForm,
    giver: User | None,
    status: int = 200,
) -> HttpResponse:
    role = ROLES[_role(str(form["role"].value() or ""))]
    context = {"incident": incident, "form": form, "giver": giver, "role": role}
    return render(
        request, "incidents/hand_over.html", context | {"roles": HANDED_ON}, status=status
    )
