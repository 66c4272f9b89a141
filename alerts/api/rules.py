"""What becomes of the alerts of a source, as admins decide."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from alerts.api.shared import ServiceField
from alerts.domain import rules, sources
from alerts.forms import MOST_LABELS, MOST_LINES, SEVERITIES, conditions
from alerts.models import Action, Rule, Source
from alerts.permissions import may_keep_alerts
from people.api.given import Given, Text
from people.api.paging import Whole
from people.api.permissions import USUAL, asks
from people.api.verbs import says, verb
from people.api.views import Lists


class AlertRuleOut(serializers.ModelSerializer[Rule]):
    """The first rule whose conditions are all true decides."""

    matches = serializers.ListField(
        child=serializers.CharField(), source="conditions", read_only=True
    )
    service = ServiceField(read_only=True)
    group_by = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Rule
        fields = [
            "id",
            "position",
            "matches",
            "action",
            "severity",
            "service",
            "title",
            "group_by",
        ]
        read_only_fields = fields


class Ruling(Given):
    """`matches` are conditions such as `severity=critical`, `alertname=Disk*`, `not env=test`."""

    matches = serializers.ListField(
        child=serializers.CharField(max_length=300), max_length=MOST_LINES, default=list
    )
    action = serializers.ChoiceField(Action.choices, default=Action.OPEN)
    severity = serializers.ChoiceField(
        [one for one in SEVERITIES if one[0]], default="", allow_blank=True
    )
    service = ServiceField()
    title = Text(max_length=200)
    group_by = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=MOST_LABELS, default=list
    )

    def validate_matches(self, said: list[str]) -> list[list[str]]:
        try:
            return conditions(said)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None

    def validate_group_by(self, said: list[str]) -> list[str]:
        return list(dict.fromkeys(said))


class Moving(Given):
    position = serializers.IntegerField(
        min_value=0, max_value=1000, help_text="Among the others, counted from 0."
    )


class AlertRuleViewSet(Lists):
    """The rules of a source, in their order."""

    room = "organisation"
    permission_classes = [*USUAL, asks(may_keep_alerts)]
    serializer_class = AlertRuleOut
    pagination_class = Whole
    lookup_value_converter = "int"
    queryset = Rule.objects.none()

    @cached_property
    def source(self) -> Source:
        return get_object_or_404(Source, pk=self.kwargs["source"])

    def get_queryset(self) -> QuerySet[Rule]:
        if "source" not in self.kwargs:
            return Rule.objects.none()
        return self.source.rules.select_related("service", "source")

    def lock(self, thing: Any) -> None:
        sources.lock(self.source)

    @says(given=Ruling, out=AlertRuleOut, status=201, example={"matches": ["severity=critical"]})
    def create(self, request: Request, source: int) -> Response:
        """Add a rule behind those there are."""
        made = self.do(rules.add_rule, self.source, given=Ruling)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(given=Ruling, out=AlertRuleOut)
    def change(self, request: Request, source: int, pk: int) -> Response:
        """Let it say something else."""
        self.do(rules.change_rule, self.get_object())
        return self.shown(self.get_object())

    @verb(given=Moving, out=AlertRuleOut)
    def move(self, request: Request, source: int, pk: int) -> Response:
        """Put it at another place."""
        self.do(rules.move_rule, self.get_object())
        return self.shown(self.get_object())

    @verb(status=204)
    def discard(self, request: Request, source: int, pk: int) -> Response:
        """Take it away."""
        self.do(rules.delete_rule, self.get_object())
        return Response(status=204)
