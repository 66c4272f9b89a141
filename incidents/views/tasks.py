"""What there is to do in a room: tasks, steps, checklists, tools."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from incidents.domain import checklists, describing, tasks, tools
from incidents.forms import tasks as forms
from incidents.models import Checklist, Incident, Tool
from incidents.views.finding import find
from incidents.views.room import again
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _back(incident: Incident, part: str = "next") -> HttpResponse:
    return redirect(f"{incident.get_absolute_url()}#{part}")


def _press_task(
    request: UserRequest, number: int, task: int, verb: Callable[..., Any], form: DomainForm
) -> HttpResponse:
    incident = find(request, number)
    this = get_object_or_404(incident.tasks, pk=task)
    if form.applies(verb, this, by=request.user):
        return _back(incident)
    return again(request, incident, form, under="next_form")


@writers_only
@require_POST
def add_task(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    people = incident.participations.select_related("user")
    form = forms.TaskForm(request.POST, people=people)
    if form.applies(tasks.add_task, incident, by=request.user):
        return _back(incident)
    return again(request, incident, form, under="task_form")


@writers_only
@require_POST
def take_task(request: UserRequest, number: int, task: int) -> HttpResponse:
    return _press_task(request, number, task, tasks.take_task, forms.PressForm(request.POST))


@writers_only
@require_POST
def hand_on_task(request: UserRequest, number: int, task: int) -> HttpResponse:
    people = find(request, number).participations.select_related("user")
    form = forms.HandOnForm(request.POST, people=people)
    return _press_task(request, number, task, tasks.hand_on_task, form)


@writers_only
@require_POST
def finish_task(request: UserRequest, number: int, task: int) -> HttpResponse:
    return _press_task(request, number, task, tasks.finish_task, forms.PressForm(request.POST))


@writers_only
@require_POST
def untick_task(request: UserRequest, number: int, task: int) -> HttpResponse:
    return _press_task(request, number, task, tasks.untick_task, forms.PressForm(request.POST))


@writers_only
@require_POST
def take_step(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.StepForm(request.POST)
    if form.applies(tasks.take_step, incident, by=request.user):
        return _back(incident)
    return again(request, incident, form, under="next_form")


@writers_only
@require_POST
def add_checklist(request: UserRequest, number: int, checklist: int) -> HttpResponse:
    incident = find(request, number)
    this = get_object_or_404(Checklist, pk=checklist)
    form = forms.PressForm(request.POST)
    if form.applies(checklists.add_checklist, incident, by=request.user, checklist=this):
        return _back(incident)
    return again(request, incident, form, under="next_form")


@writers_only
@require_POST
def change_undo_path(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.UndoPathForm(request.POST)
    if form.applies(describing.change_undo_path, incident, by=request.user):
        return _back(incident)
    return again(request, incident, form, under="undo_path_form")


@writers_only
@require_POST
def use_tool(request: UserRequest, number: int, tool: int) -> HttpResponse:
    incident = find(request, number)
    this = get_object_or_404(Tool.objects.select_related("service"), pk=tool)
    form = forms.PressForm(request.POST)
    if form.applies(tools.use_tool, incident, by=request.user, tool=this):
        return _back(incident, "tools")
    return again(request, incident, form, under="tools_form")
