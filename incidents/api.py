"""Incidents over HTTP, for scripts: lists and one address for every verb.

Nothing here says who filed an incident or what was written to anybody in private.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from incidents.domain import filing, helping, lifecycle, room
from incidents.domain.locking import standing_number
from incidents.forms.filters import FilterForm
from incidents.models import (
    HelpRequest,
    Incident,
    Mode,
    Service,
    Severity,
    TimelineEntry,
    UndoPath,
    Update,
)
from incidents.models.incident import OPEN
from incidents.queries.filtering import narrowed
from people.api import ReadersRead, apply, user_of


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


class EntryOut(serializers.ModelSerializer[TimelineEntry]):
    class Meta:
        model = TimelineEntry
        fields = ["id", "kind", "text", "occurred_at", "recorded_at", "is_key_moment"]
        read_only_fields = fields


class UpdateOut(serializers.ModelSerializer[Update]):
    class Meta:
        model = Update
        fields = ["id", "conditions", "actions", "needs", "next_update_at", "posted_at"]
        read_only_fields = fields


class Declaring(serializers.Serializer[Incident]):
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


class Noting(serializers.Serializer[TimelineEntry]):
    text = serializers.CharField(max_length=20_000)
    occurred_at = serializers.DateTimeField(default=None)
    is_key_moment = serializers.BooleanField(default=False)


class Updating(serializers.Serializer[Update]):
    conditions = serializers.CharField(max_length=5_000)
    actions = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    needs = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    public_text = serializers.CharField(max_length=2_000, allow_blank=True, default="")
    next_update_at = serializers.DateTimeField(default=None)


class ChangingStatus(serializers.Serializer[Incident]):
    status = serializers.ChoiceField([(one.value, one.label) for one in OPEN])


class Resolving(serializers.Serializer[Incident]):
    summary = serializers.CharField(max_length=2_000, allow_blank=True, default="")
    public_text = serializers.CharField(max_length=2_000, allow_blank=True, default="")


class HelpOut(serializers.ModelSerializer[HelpRequest]):
    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = HelpRequest
        fields = ["id", "page", "about", "is_for_company", "asked_at", "taken_at", "ended_at"]
        read_only_fields = fields


class AskingForHelp(serializers.Serializer[HelpRequest]):
    about = serializers.CharField(max_length=300, allow_blank=True, default="")
    is_for_company = serializers.BooleanField(default=False)


class NewestFirst(CursorPagination):
    ordering = "-pk"
    page_size = 30


class IncidentViewSet(ReadOnlyModelViewSet[Incident]):
    """Read incidents, file one, and do in its room what people do there."""

    serializer_class = IncidentOut
    permission_classes = [IsAuthenticated, ReadersRead]
    pagination_class = NewestFirst
    lookup_url_kwarg = "number"
    lookup_value_converter = "reference"

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

    def create(self, request: Request) -> Response:
        incident = apply(filing.declare_incident, request=request, given=Declaring)
        return Response(IncidentOut(incident).data, status=201)

    @action(detail=True, methods=["post"], url_path="notes")
    def note(self, request: Request, number: int) -> Response:
        entry = apply(room.add_note, self.get_object(), request=request, given=Noting)
        return Response(EntryOut(entry).data, status=201)

    @action(detail=True, methods=["post"], url_path="updates")
    def post_update(self, request: Request, number: int) -> Response:
        update = apply(room.post_update, self.get_object(), request=request, given=Updating)
        return Response(UpdateOut(update).data, status=201)

    @action(detail=True, methods=["post"], url_path="help")
    def ask_for_help(self, request: Request, number: int) -> Response:
        incident = self.get_object()
        wanted = apply(helping.ask_for_help, incident, request=request, given=AskingForHelp)
        return Response(HelpOut(wanted).data, status=201)

    @action(detail=True, methods=["post"])
    def status(self, request: Request, number: int) -> Response:
        incident = self.get_object()
        incident = apply(lifecycle.change_status, incident, request=request, given=ChangingStatus)
        return Response(IncidentOut(incident).data)

    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, number: int) -> Response:
        incident = self.get_object()
        incident = apply(lifecycle.resolve_incident, incident, request=request, given=Resolving)
        return Response(IncidentOut(incident).data)
