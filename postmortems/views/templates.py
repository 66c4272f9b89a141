"""The templates that write-ups begin with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from postmortems.domain import templates as acts
from postmortems.forms.templates import TemplateForm, UseTemplateForm
from postmortems.models import Template
from postmortems.permissions import may_keep_templates, template_keepers_only
from postmortems.queries.templates import with_defaults


@login_required
@require_GET
def list_templates(request: UserRequest) -> HttpResponse:
    context = {"templates": with_defaults(), "may_keep": may_keep_templates(request.user)}
    return render(request, "postmortems/templates.html", context)


@template_keepers_only
@require_GET
def new_template(request: UserRequest) -> HttpResponse:
    return _page(request, None, TemplateForm())


@template_keepers_only
@require_POST
def write_template(request: UserRequest) -> HttpResponse:
    form = TemplateForm(request.POST)
    if form.applies(acts.write_template, by=request.user):
        return redirect("postmortems:templates")
    return _page(request, None, form, status=422)


@template_keepers_only
@require_GET
def edit_template(request: UserRequest, template: int) -> HttpResponse:
    this = get_object_or_404(with_defaults(), pk=template)
    return _page(request, this, TemplateForm(initial=TemplateForm.known_of(this)))


@template_keepers_only
@require_POST
def change_template(request: UserRequest, template: int) -> HttpResponse:
    this, form = get_object_or_404(Template, pk=template), TemplateForm(request.POST)
    if form.applies(acts.change_template, this, by=request.user):
        return redirect("postmortems:templates")
    return _page(request, this, form, status=422)


@template_keepers_only
@require_POST
def use_template(request: UserRequest, template: int) -> HttpResponse:
    this = get_object_or_404(Template, pk=template)
    UseTemplateForm(request.POST).applies(acts.use_template, this, by=request.user)
    return redirect("postmortems:templates")


def _page(
    request: UserRequest, this: Template | None, form: TemplateForm, status: int = 200
) -> HttpResponse:
    context = {"template": this, "form": form}
    return render(request, "postmortems/template.html", context, status=status)
