"""Incidents over HTTP, for scripts: lists and one address for every verb.

Nothing here says who filed an incident or what was written to anybody in private.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

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
from people.api.asking import user_of
from people.api.given import Given
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


class Noting(Given):
    text = serializers.CharField(max_length=20_000)
    occurred_at = serializers.DateTimeField(default=None)
    is_key_moment = serializers.BooleanField(default=False)


class Updating(Given):
    conditions = serializers.CharField(max_length=5_000)
    actions = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    needs = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    public_text = serializers.CharField(max_length=2_000, allow_blank=True, default="")
    next_update_at = serializers.DateTimeField(default=None)


class ChangingStatus(Given):
    status = serializers.ChoiceField([(one.value, one.label) for one in OPEN])


class Resolving(Given):
    summary = serializers.CharField(max_length=2_000, allow_blank=True, default="")
    public_text = serializers.CharField(max_length=2_000, allow_blank=True, default="")


class HelpOut(serializers.ModelSerializer[HelpRequest]):
    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = HelpRequest
        fields = ["id", "page", "about", "is_for_company", "asked_at", "taken_at", "ended_at"]
        read_only_fields = fields


class AskingForHelp(Given):
    about = serializers.CharField(max_length=300, allow_blank=True, default="")
    is_for_company = serializers.BooleanField(default=False)


class IncidentViewSet(Lists):
    """Read incidents, file one, and do in its room what people do there."""

    serializer_class = IncidentOut
    room = "incidents"
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

    @says(given=Declaring, out=IncidentOut, status=201, example={"title": "Search is slow"})
    def create(self, request: Request) -> Response:
        """File an incident. The same `client_token` again is the same incident."""
        incident = self.do(filing.declare_incident, given=Declaring)
        return self.shown(incident, status=201)

    @verb("notes", given=Noting, out=EntryOut, status=201)
    def note(self, request: Request, number: int) -> Response:
        """Write something into the timeline."""
        return self.told(self.do(room.add_note, self.get_object()))

    @verb("updates", given=Updating, out=UpdateOut, status=201)
    def post_update(self, request: Request, number: int) -> Response:
        """Say how things are."""
        return self.told(self.do(room.post_update, self.get_object()))

    @verb("help", given=AskingForHelp, out=HelpOut, status=201)
    def ask_for_help(self, request: Request, number: int) -> Response:
        """Ask for a hand."""
        return self.told(self.do(helping.ask_for_help, self.get_object()))

    @verb(given=ChangingStatus, out=IncidentOut)
    def status(self, request: Request, number: int) -> Response:
        """Move it forward, or back."""
        return self.shown(self.do(lifecycle.change_status, self.get_object()))

    @verb(given=Resolving, out=IncidentOut)
    def resolve(self, request: Request, number: int) -> Response:
        """Resolve it."""
        return self.shown(self.do(lifecycle.resolve_incident, self.get_object()))
