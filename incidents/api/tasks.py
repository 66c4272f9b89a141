"""What there is to do in a room: tasks, steps, checklists, tools; and a hand that is wanted."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import InRoom, PersonField, PersonOut
from incidents.api.timeline import EntryOut
from incidents.domain import checklists, helping, tasks, tools
from incidents.models import Checklist, HelpRequest, Task, Tool, UndoPath
from people.api.given import Given, Text
from people.api.verbs import says, verb


class TaskOut(serializers.ModelSerializer[Task]):
    assignee = PersonOut(read_only=True, allow_null=True)

    class Meta:
        model = Task
        fields = ["id", "text", "assignee", "added_at", "done_at"]
        read_only_fields = fields


class HelpOut(serializers.ModelSerializer[HelpRequest]):
    page = serializers.CharField(source="get_absolute_url", read_only=True)
    taken_by = PersonOut(read_only=True, allow_null=True)

    class Meta:
        model = HelpRequest
        fields = [
            "id",
            "page",
            "about",
            "is_for_company",
            "asked_at",
            "taken_by",
            "taken_at",
            "ended_at",
        ]
        read_only_fields = fields


class AddingTask(Given):
    text = Text(max_length=300, required=True)
    assignee = PersonField(default=None, allow_null=True)


class HandingOn(Given):
    to = PersonField(allow_null=True)


class TakingStep(Given):
    path = serializers.ChoiceField(UndoPath.choices)
    key = serializers.SlugField(max_length=40)


class AddingChecklist(Given):
    checklist = serializers.PrimaryKeyRelatedField(queryset=Checklist.objects.all())


class UsingTool(Given):
    tool = serializers.PrimaryKeyRelatedField(queryset=Tool.objects.select_related("service"))


class AskingForHelp(Given):
    about = Text(max_length=300)
    is_for_company = serializers.BooleanField(default=False)


class TaskViewSet(InRoom):
    serializer_class = TaskOut
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        return self.of_room(Task.objects.select_related("incident", "assignee"))

    @says(given=AddingTask, out=TaskOut, status=201, example={"text": "Look at the dashboard"})
    def create(self, request: Request, number: int) -> Response:
        """Add a task, for somebody who is here or for whoever takes it."""
        return self.made(self.do(tasks.add_task, self.incident, given=AddingTask))

    @verb("take-step", detail=False, given=TakingStep, out=TaskOut, status=201)
    def take_step(self, request: Request, number: int) -> Response:
        """Take a step that the undo path suggests."""
        return self.made(self.do(tasks.take_step, self.incident))

    @verb("add-checklist", detail=False, given=AddingChecklist, status=204)
    def add_checklist(self, request: Request, number: int) -> Response:
        """Add the tasks of a checklist."""
        self.do(checklists.add_checklist, self.incident)
        return Response(status=204)

    @verb("use-tool", detail=False, given=UsingTool, out=EntryOut, status=201)
    def use_tool(self, request: Request, number: int) -> Response:
        """Say that a tool of a service was used."""
        return self.told(self.do(tools.use_tool, self.incident))

    @verb(out=TaskOut)
    def take(self, request: Request, number: int, pk: int) -> Response:
        """Do it yourself."""
        self.do(tasks.take_task, self.get_object())
        return self.shown(self.get_object())

    @verb("hand-on", given=HandingOn, out=TaskOut)
    def hand_on(self, request: Request, number: int, pk: int) -> Response:
        """Give it to somebody who is here, or to whoever takes it."""
        self.do(tasks.hand_on_task, self.get_object())
        return self.shown(self.get_object())

    @verb(out=TaskOut)
    def finish(self, request: Request, number: int, pk: int) -> Response:
        """It is done."""
        self.do(tasks.finish_task, self.get_object())
        return self.shown(self.get_object())

    @verb(out=TaskOut)
    def untick(self, request: Request, number: int, pk: int) -> Response:
        """It is not done after all."""
        self.do(tasks.untick_task, self.get_object())
        return self.shown(self.get_object())


class HelpViewSet(InRoom):
    serializer_class = HelpOut
    queryset = HelpRequest.objects.none()

    def get_queryset(self) -> QuerySet[HelpRequest]:
        return self.of_room(HelpRequest.objects.select_related("incident", "taken_by"))

    @says(given=AskingForHelp, out=HelpOut, status=201, example={"about": "The rows"})
    def create(self, request: Request, number: int) -> Response:
        """Ask for a hand."""
        return self.made(self.do(helping.ask_for_help, self.incident, given=AskingForHelp))

    @verb(out=HelpOut)
    def take(self, request: Request, number: int, pk: int) -> Response:
        """Be on the way."""
        self.do(helping.take_help_request, self.get_object())
        return self.shown(self.get_object())

    @verb(out=HelpOut)
    def withdraw(self, request: Request, number: int, pk: int) -> Response:
        """It is not needed any more."""
        self.do(helping.withdraw_help_request, self.get_object())
        return self.shown(self.get_object())

    @verb(out=HelpOut)
    def finish(self, request: Request, number: int, pk: int) -> Response:
        """It is done, together."""
        self.do(helping.finish_help, self.get_object())
        return self.shown(self.get_object())
