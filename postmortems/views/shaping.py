"""What the editor of a write-up asks for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import shaping
from postmortems.forms.starting import ShapeForm
from postmortems.models import Postmortem
from postmortems.views.finding import find


def _page(
    request: UserRequest, postmortem: Postmortem, form: ShapeForm, status: int = 200
) -> HttpResponse:
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/form.html", context, status=status)


@writers_only
@require_GET
def choose_form(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks whether the editor asks for all sections, or for fewer."""
    postmortem = find(request, pk, may=permissions.may_edit)
    if not postmortem.is_editable:
        return redirect(postmortem)
    return _page(request, postmortem, ShapeForm(initial={"form": postmortem.form}))


@writers_only
@require_POST
def change_form(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = ShapeForm(request.POST)
    if form.applies(shaping.change_form, postmortem, by=request.user):
        messages.success(request, _("Changed. Everything that was written is still there."))
        return redirect("postmortems:edit", postmortem.pk)
    return _page(request, postmortem, form, status=422)
