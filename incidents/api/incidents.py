"""Incidents over HTTP, for scripts: lists and one address for every verb.

Nothing here says who filed an incident or what was written to anybody in private.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.domain import correcting, describing, filing, lifecycle
from incidents.domain.locking import lock, standing_number
from incidents.exports.one import as_json, read_story
from incidents.forms.filters import MODES, STATUSES, FilterForm
from incidents.models import Incident, Mode, Service, Severity, UndoPath
from incidents.models.incident import OPEN
from incidents.queries.filtering import UNSET, narrowed
from people.api.asking import user_of
from people.api.given import Given, Text
from people.api.paging import NewestFirst
from people.api.verbs import says, verb
from people.api.views import Lists


class IncidentOut(serializers.ModelSerializer[Incident]):
    """An incident as it is read."""

    services: serializers.SlugRelatedField[Service] = serializers.SlugRelatedField(
        "slug", many=True, read_only=True
    )
    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Incident
        fields = [
            "reference",
            "page",
            "title",
            "undo_path",
            "severity",
            "status",
            "mode",
            "services",
            "started_at",
            "detected_at",
            "declared_at",
            "mitigated_at",
            "resolved_at",
            "next_update_at",
        ]
        read_only_fields = fields


class Declaring(Given):
    title = serializers.CharField(
        max_length=300,
        error_messages={"required": _("One line about what is going on is enough.")},
    )
    undo_path = serializers.ChoiceField(UndoPath.choices, default=UndoPath.UNKNOWN)
    severity = serializers.ChoiceField(Severity.choices, default=Severity.UNSET)
    services = serializers.SlugRelatedField(
        "slug", queryset=Service.objects.all(), many=True, required=False
    )
    mode = serializers.ChoiceField(Mode.choices, default=Mode.LIVE)
    started_at = serializers.DateTimeField(default=None)
    resolved_at = serializers.DateTimeField(default=None)
    is_restricted = serializers.BooleanField(default=False)
    asks_for_help = serializers.BooleanField(default=False)
    client_token = serializers.UUIDField(default=None)


class ChangingStatus(Given):
    status = serializers.ChoiceField([(one.value, one.label) for one in OPEN])


class SettingSeverity(Given):
    severity = serializers.ChoiceField(Severity.choices, allow_blank=True)


class Closing(Given):
    summary = Text(max_length=2_000)
    public_text = Text(max_length=2_000)


class Reopening(Given):
    reason = Text(max_length=2_000, required=True)


class SkippingWriteUp(Given):
    reason = Text(max_length=500, required=True)


class Describing(Given):
    title = Text(max_length=300, required=True)
    undo_path = serializers.ChoiceField(UndoPath.choices)
    services = serializers.SlugRelatedField("slug", queryset=Service.objects.all(), many=True)


class ChangingUndoPath(Given):
    undo_path = serializers.ChoiceField(UndoPath.choices)


class CorrectingTimes(Given):
    """Only the times that are given change."""

    started_at = serializers.DateTimeField(required=False)
    detected_at = serializers.DateTimeField(required=False)
    declared_at = serializers.DateTimeField(required=False)
    mitigated_at = serializers.DateTimeField(required=False, allow_null=True)
    resolved_at = serializers.DateTimeField(required=False, allow_null=True)


def _any_of(name: str, values: Sequence[str], description: str = "") -> OpenApiParameter:
    return OpenApiParameter(name, str, many=True, enum=values, description=description)


FILTERS = [
    OpenApiParameter("q", str, description="Words, as the search of the page takes them."),
    _any_of("status", [str(value) for value, _label in STATUSES]),
    _any_of("severity", [one or UNSET for one in Severity.values]),
    _any_of("mode", [str(value) for value, _label in MODES], "Without, all but practice."),
    _any_of("undo_path", UndoPath.values),
    OpenApiParameter("service", str, many=True, description="Slugs of services."),
    OpenApiParameter("team", str, description="The name of the team of a service."),
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day, in your zone."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="The last day, in your zone."),
    OpenApiParameter("mine", str, enum=["1"], description="Those that you are in."),
]


class IncidentViewSet(Lists):
    """Read incidents, file one, and do in its room what people do there."""

    serializer_class = IncidentOut
    room = "incidents"
    pagination_class = NewestFirst
    lookup_url_kwarg = "number"
    lookup_value_converter = "reference"
    queryset = Incident.objects.none()
    needs_match = frozenset({"times"})

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those that you may see, newest first, narrowed as on their page.

        Of a custom field `region`, `field.region.any`, `.has`, `.from` and `.to` narrow it, too.
        """
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One incident; the number of one that was merged leads to the other."""
        return super().retrieve(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Incident]:
        """What somebody may see; what was merged is found by its number, as the other one.

        The list takes the filters of the page of incidents, and says what makes no sense.
        """
        user = user_of(self.request)
        if self.action == "list":
            form = FilterForm.read(self.request.query_params)
            if form.errors:
                wrong = {name: [*said] for name, said in form.errors.items()}
                raise serializers.ValidationError(wrong)
            return narrowed(user, form.wanted).prefetch_related("services")
        if number := self.kwargs.get("number"):
            self.kwargs["number"] = standing_number(number)
        return Incident.objects.visible_to(user).standing().prefetch_related("services")

    @says(given=Declaring, out=IncidentOut, status=201, example={"title": "Search is slow"})
    def create(self, request: Request) -> Response:
        """File an incident. The same `client_token` again is the same incident."""
        incident = self.do(filing.declare_incident, given=Declaring)
        return self.shown(incident, status=201)

    def lock(self, thing: Incident) -> None:
        lock(thing)

    def press(self, function: Callable[..., Any]) -> Response:
        """Do what a press of a button does, and show the incident as it is then."""
        self.do(function, self.get_object())
        return self.shown(self.get_object())

    @verb(given=ChangingStatus, out=IncidentOut, example={"status": "mitigating"})
    def status(self, request: Request, number: int) -> Response:
        """Move it forward, or back."""
        return self.press(lifecycle.change_status)

    @verb(given=SettingSeverity, out=IncidentOut)
    def severity(self, request: Request, number: int) -> Response:
        """Say how much it hurts."""
        return self.press(lifecycle.set_severity)

    @verb(given=Closing, out=IncidentOut, example={"summary": "Rolled back to 4.2."})
    def resolve(self, request: Request, number: int) -> Response:
        """Resolve it."""
        return self.press(lifecycle.resolve_incident)

    @verb("stand-down", given=Closing, out=IncidentOut)
    def stand_down(self, request: Request, number: int) -> Response:
        """It turned out to be fine."""
        return self.press(lifecycle.stand_down)

    @verb(given=Reopening, out=IncidentOut)
    def reopen(self, request: Request, number: int) -> Response:
        """It came back."""
        return self.press(lifecycle.reopen_incident)

    @verb("skip-write-up", given=SkippingWriteUp, out=IncidentOut)
    def skip_write_up(self, request: Request, number: int) -> Response:
        """Decide that it gets no write-up, and say why."""
        return self.press(lifecycle.skip_write_up)

    @verb(given=Describing, out=IncidentOut)
    def describe(self, request: Request, number: int) -> Response:
        """Put right what it is about."""
        return self.press(describing.describe_incident)

    @verb("undo-path", given=ChangingUndoPath, out=IncidentOut)
    def undo_path(self, request: Request, number: int) -> Response:
        """Say whether it can be undone."""
        return self.press(describing.change_undo_path)

    @verb(given=CorrectingTimes, out=IncidentOut)
    def times(self, request: Request, number: int) -> Response:
        """Put right when it began, was seen and was over."""
        return self.press(correcting.correct_times)

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT)
    @action(detail=True)
    def export(self, request: Request, number: int) -> Response:
        """Everything of it, as its page exports it."""
        return Response(as_json(read_story(self.get_object())))
