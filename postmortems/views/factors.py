from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import factors
from postmortems.forms.factors import FactorForm
from postmortems.views.finding import find
from postmortems.views.reading import again


@writers_only
@require_POST
def add_factor(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_edit)
    form = FactorForm(request.POST)
    if form.applies(factors.add_factor, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#what_made_it_possible")
    return again(request, pk, factor_form=form)


@writers_only
@require_POST
def remove_factor(request: UserRequest, pk: int, factor: int) -> HttpResponse:
    """Take a factor out, and say its words once more for whoever did not mean to."""
    postmortem = find(request, pk, may=permissions.may_edit)
    this = get_object_or_404(postmortem.factors, pk=factor)
    form = DomainForm(request.POST)
    if form.applies(factors.remove_factor, this, by=request.user):
        messages.info(request, _("Taken out: “%(text)s”") % {"text": this.text})
        return redirect(f"{postmortem.get_absolute_url()}#what_made_it_possible")
    return again(request, pk, refused=form)
