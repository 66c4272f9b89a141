"""How we are doing, in figures of whole quarters: those of the page, and not one more."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.models import Incident
from incidents.queries.references import standing
from learning.domain.noticing import say_how_noticed
from learning.forms.insights import InsightsForm
from learning.models import Cell, How, Noticing
from learning.queries.insights import Choices, Insights, Line, Number, Period, choices, where
from learning.queries.insights import insights as read_insights
from people.api.given import Given
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Room
from people.permissions import may_write


class NumberOut(serializers.Serializer[Number]):
    """Minutes, per cent, or from 1 to 5; of kinds how many there are. `n` is out of how many."""

    value = serializers.FloatField(read_only=True)
    text = serializers.CharField(read_only=True)
    n = serializers.IntegerField(read_only=True)


class PointOut(serializers.Serializer[Any]):
    quarter = serializers.CharField(source="quarter.key", read_only=True)
    number = NumberOut(read_only=True)


class KindOut(serializers.Serializer[Any]):
    kind = serializers.CharField(read_only=True)
    n = serializers.IntegerField(read_only=True)


class LineOut(serializers.Serializer[Line]):
    """A figure: now, in the time before, and by quarter; null where too little is known."""

    name = serializers.CharField(source="figure.name", read_only=True)
    title = serializers.CharField(source="figure.title", read_only=True)
    now = NumberOut(read_only=True, allow_null=True)
    before = NumberOut(read_only=True, allow_null=True)
    points = PointOut(many=True, read_only=True)
    kinds = serializers.SerializerMethodField()

    @extend_schema_field(KindOut(many=True))
    def get_kinds(self, line: Line) -> Any:
        return [{"kind": kind, "n": n} for kind, n in line.kinds]


class ServiceSeenOut(serializers.Serializer[Any]):
    """A service with write-ups: of how many incidents, and what was seen most often."""

    name = serializers.CharField(read_only=True)
    n = serializers.IntegerField(read_only=True)
    most_often = serializers.CharField(read_only=True)


class InsightsOut(serializers.Serializer[Insights]):
    period = serializers.CharField(source="period.key", read_only=True)
    counted_on = serializers.DateField(read_only=True, allow_null=True)
    lines = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField()

    @extend_schema_field(LineOut(many=True))
    def get_lines(self, found: Insights) -> Any:
        return [LineOut(line).data for line in found.lines.values()]

    @extend_schema_field(ServiceSeenOut(many=True))
    def get_services(self, found: Insights) -> Any:
        return [{"name": name, "n": n, "most_often": kind} for name, n, kind in found.services]


class PeriodOut(serializers.Serializer[Period]):
    key = serializers.CharField(read_only=True)
    name = serializers.CharField(source="label", read_only=True)


class GroupOut(serializers.Serializer[dict[str, str]]):
    key = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class ChoicesOut(serializers.Serializer[Choices]):
    """What there is to choose from: only what is large enough to be shown."""

    periods = PeriodOut(many=True, read_only=True)
    teams = serializers.SerializerMethodField()
    services = serializers.SerializerMethodField()

    @extend_schema_field(GroupOut(many=True))
    def get_teams(self, found: Choices) -> Any:
        return [{"key": key, "name": name} for key, name in found.teams]

    @extend_schema_field(GroupOut(many=True))
    def get_services(self, found: Choices) -> Any:
        return [{"key": key, "name": name} for key, name in found.services]


class NoticedOut(serializers.Serializer[Any]):
    """How an incident came to be known; empty while nobody has said. Not who said it."""

    how = serializers.ChoiceField([*How.choices, ("", "")], read_only=True)


class SayingHow(Given):
    how = serializers.ChoiceField(How.choices)


CHOSEN = [
    OpenApiParameter("about", description="A key of `teams` or `services`; without it everyone."),
    OpenApiParameter("period", description="A key of `periods`; without it the latest."),
]


class InsightViewSet(Room):
    """Figures of whole quarters, never of a person."""

    room = "learning"
    serializer_class = InsightsOut
    queryset = Cell.objects.none()

    @reading(detail=False, out=ChoicesOut)
    def choices(self, request: Request) -> Response:
        """The times and groups that there are figures of."""
        return self.told(choices())

    @reading(detail=False, out=InsightsOut, parameters=CHOSEN)
    def figures(self, request: Request) -> Response:
        """The figures of one group in one time; 404 while nothing was counted."""
        chosen = choices()
        form = InsightsForm(request.query_params, chosen=chosen)
        if not form.is_valid():
            raise serializers.ValidationError({name: [*said] for name, said in form.errors.items()})
        period = chosen.period(form.cleaned_data["period"])
        if period is None:
            raise Http404
        about = where(form.cleaned_data["about"])
        return self.told(read_insights(self.user, about=about, period=period, chosen=chosen))

    def incident(self, number: int) -> Incident:
        found = standing(self.user, number)
        if found is None:
            raise Http404
        allow(may_write(self.user))
        return found

    @reading("noticed/<reference:number>", detail=False, out=NoticedOut)
    def noticed(self, request: Request, number: int) -> Response:
        """How an incident was noticed."""
        said = Noticing.objects.filter(incident=self.incident(number)).first()
        return self.told({"how": said.how if said else ""})

    @verb("noticed/<reference:number>/say", detail=False, given=SayingHow, out=NoticedOut)
    def say_noticed(self, request: Request, number: int) -> Response:
        """Say how it was noticed. Who said it is not kept."""
        return self.told(self.do(say_how_noticed, self.incident(number)))
