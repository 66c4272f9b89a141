"""Custom fields: what admins define, and what an incident answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import answering, custom_fields
from incidents.forms import custom_fields as forms
from incidents.models import CustomField, Incident
from incidents.permissions import may_define_fields
from incidents.queries.answers import fields_with_use
from incidents.views.finding import find
from people.http import UserRequest
from people.permissions import only, writers_only

definers_only = only(may_define_fields)


@definers_only
@require_GET
def list_fields(request: UserRequest) -> HttpResponse:
    return render(request, "incidents/fields.html", {"fields": CustomField.objects.all()})


@definers_only
@require_GET
def new_field(request: UserRequest) -> HttpResponse:
    return render(request, "incidents/field.html", {"form": forms.DefineFieldForm()})


@definers_only
@require_POST
def define_field(request: UserRequest) -> HttpResponse:
    form = forms.DefineFieldForm(request.POST)
    if form.applies(custom_fields.define_field, by=request.user):
        return redirect("incidents:fields")
    return render(request, "incidents/field.html", {"form": form}, status=422)


@definers_only
@require_GET
def edit_field(request: UserRequest, field: int) -> HttpResponse:
    this = get_object_or_404(fields_with_use(), pk=field)
    form = forms.ChangeFieldForm(field=this, is_answered=this.is_answered)  # type: ignore[attr-defined]
    return render(request, "incidents/field.html", {"form": form, "field": this})


@definers_only
@require_POST
def change_field(request: UserRequest, field: int) -> HttpResponse:
    this = get_object_or_404(fields_with_use(), pk=field)
    form = forms.ChangeFieldForm(request.POST, field=this, is_answered=this.is_answered)  # type: ignore[attr-defined]
    if form.applies(custom_fields.change_field, this, by=request.user):
        return redirect("incidents:fields")
    return render(request, "incidents/field.html", {"form": form, "field": this}, status=422)


@definers_only
@require_POST
def move_field(request: UserRequest, field: int) -> HttpResponse:
    this = get_object_or_404(CustomField, pk=field)
    forms.MoveFieldForm(request.POST).applies(custom_fields.move_field, this, by=request.user)
    return redirect("incidents:fields")


@definers_only
@require_POST
def use_field(request: UserRequest, field: int) -> HttpResponse:
    this = get_object_or_404(CustomField, pk=field)
    forms.UseFieldForm(request.POST).applies(custom_fields.use_field, this, by=request.user)
    return redirect("incidents:fields")


@writers_only
@require_GET
def answers(request: UserRequest, number: int) -> HttpResponse:
    """The page on which an incident answers what the organisation asks besides."""
    incident = find(request, number)
    context = {"incident": incident, "form": answers_form(incident)}
    return render(request, "incidents/answers.html", context)


@writers_only
@require_POST
def answer(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = answers_form(incident, request.POST)
    if form.applies(answering.answer_fields, incident, by=request.user):
        if form.outcome.pk != incident.pk:
            messages.info(request, _("It was merged meanwhile, so the answers are here."))
        return redirect(form.outcome)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/answers.html", context, status=422)


def answers_form(incident: Incident, *data: object) -> forms.AnswersForm:
    kept = incident.custom_values.select_related("field", "person")
    return forms.AnswersForm(*data, fields=CustomField.objects.in_use(), kept=kept)
