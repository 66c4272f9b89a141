"""Data repairs: begun, planned, ticked off, ended."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import InRoom, PersonField, PersonOut
from incidents.domain import repair_progress, repair_steps, repair_tokens, repairing
from incidents.models import Repair, RepairStep, RepairStepName
from incidents.repair_api import Reporting, WholeNumber
from people.api.given import Given, Text
from people.api.verbs import says, verb


class RepairStepOut(serializers.ModelSerializer[RepairStep]):
    class Meta:
        model = RepairStep
        fields = ["name", "note", "rows", "ticked_at"]
        read_only_fields = fields


class RepairInFull(serializers.ModelSerializer[Repair]):
    """A repair with its plan and the steps that are done."""

    run_by = PersonOut(read_only=True, allow_null=True)
    pairs = PersonOut(read_only=True, allow_null=True)
    checked_by = PersonOut(read_only=True, allow_null=True)
    steps = RepairStepOut(many=True, read_only=True)
    percent = serializers.IntegerField(read_only=True)

    class Meta:
        model = Repair
        fields = [
            "id",
            "what_was_written",
            "how_to_find",
            "how_to_repair",
            "run_by",
            "pairs",
            "checked_by",
            "state",
            "done",
            "total",
            "percent",
            "steps",
            "begun_at",
            "progress_at",
            "ended_at",
            "stopped_because",
        ]
        read_only_fields = fields


class PlanningRepair(Given):
    what_was_written = Text(max_length=5_000, required=True)
    how_to_find = Text(max_length=10_000)
    how_to_repair = Text(max_length=10_000)
    total = WholeNumber(allow_null=True, default=None)
    run_by = PersonField(allow_null=True, default=None)
    pairs = PersonField(allow_null=True, default=None)


class TickingStep(Given):
    step = serializers.ChoiceField(RepairStepName.choices)
    note = Text(max_length=500)
    rows = WholeNumber(allow_null=True, default=None)


class UntickingStep(Given):
    step = serializers.ChoiceField(RepairStepName.choices)


class StoppingRepair(Given):
    reason = Text(max_length=500, required=True)


class RepairViewSet(InRoom):
    serializer_class = RepairInFull
    queryset = Repair.objects.none()

    def get_queryset(self) -> QuerySet[Repair]:
        people = ("incident", "run_by", "pairs", "checked_by")
        return self.of_room(Repair.objects.select_related(*people).prefetch_related("steps"))

    @says(given=PlanningRepair, out=RepairInFull, status=201)
    def create(self, request: Request, number: int) -> Response:
        """Begin a repair."""
        return self.made(self.do(repairing.begin_repair, self.incident, given=PlanningRepair))

    @verb(given=PlanningRepair, out=RepairInFull)
    def describe(self, request: Request, number: int, pk: int) -> Response:
        """Fill in the plan, or put it better."""
        self.do(repairing.describe_repair, self.get_object())
        return self.shown(self.get_object())

    @verb(given=TickingStep, out=RepairInFull)
    def tick(self, request: Request, number: int, pk: int) -> Response:
        """Tick a step. Whoever checks is not whoever runs it."""
        self.do(repair_steps.tick_step, self.get_object())
        return self.shown(self.get_object())

    @verb(given=UntickingStep, out=RepairInFull)
    def untick(self, request: Request, number: int, pk: int) -> Response:
        """It is not done after all."""
        self.do(repair_steps.untick_step, self.get_object())
        return self.shown(self.get_object())

    @verb(given=Reporting, out=RepairInFull)
    def progress(self, request: Request, number: int, pk: int) -> Response:
        """Say how far it is."""
        self.do(repair_progress.report_progress, self.get_object())
        return self.shown(self.get_object())

    @verb(out=RepairInFull)
    def verify(self, request: Request, number: int, pk: int) -> Response:
        """Every row is right."""
        self.do(repairing.verify_repair, self.get_object())
        return self.shown(self.get_object())

    @verb(given=StoppingRepair, out=RepairInFull)
    def stop(self, request: Request, number: int, pk: int) -> Response:
        """Stop here, and say why."""
        self.do(repairing.stop_repair, self.get_object())
        return self.shown(self.get_object())

    @verb("revoke-token", out=RepairInFull)
    def revoke_token(self, request: Request, number: int, pk: int) -> Response:
        """Let the token of its script open nothing any more."""
        self.do(repair_tokens.revoke_token, self.get_object())
        return self.shown(self.get_object())
