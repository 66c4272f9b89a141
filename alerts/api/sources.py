"""What sends alerts, and what becomes of them, as admins keep it.

The address of a source holds a secret, which is in one answer, and never again.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from alerts import queries
from alerts.api.shared import AlertOut, ServiceField
from alerts.domain import sources
from alerts.forms import SEVERITIES
from alerts.models import Action, AlertSeverity, Format, Received, Source
from alerts.permissions import may_keep_alerts
from alerts.snippets import connecting
from people.api.given import Given, Text, cleaned
from people.api.paging import NewestFirst, OldestFirst
from people.api.permissions import USUAL, asks
from people.api.verbs import reading, says, verb
from people.api.views import Lists


class SourceOut(serializers.ModelSerializer[Source]):
    """A source, without the secret in its address."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    service = ServiceField(read_only=True)
    has_signing_secret = serializers.SerializerMethodField()
    firing = serializers.IntegerField(read_only=True, help_text="How many of its alerts fire.")
    last_came_at = serializers.DateTimeField(
        source="inflow.last_came_at", read_only=True, allow_null=True
    )

    class Meta:
        model = Source
        fields = [
            "id",
            "page",
            "name",
            "format",
            "service",
            "severity",
            "otherwise",
            "asks_for_help",
            "most_an_hour",
            "is_on",
            "has_signing_secret",
            "firing",
            "last_came_at",
            "made_at",
            "rotated_at",
        ]
        read_only_fields = fields

    def get_has_signing_secret(self, source: Source) -> bool:
        return bool(source.signing_secret)


class ConnectedOut(SourceOut):
    """The same with its address, which no other answer holds."""

    token = serializers.CharField(
        read_only=True, help_text="The secret, for `Authorization: Bearer` at `plain_address`."
    )
    plain_address = serializers.CharField(read_only=True)
    address = serializers.CharField(read_only=True, help_text="With the secret in it.")

    class Meta(SourceOut.Meta):
        fields = [*SourceOut.Meta.fields, "token", "plain_address", "address"]
        read_only_fields = fields


class Changing(Given):
    name = Text(max_length=80, required=True)
    service = ServiceField()
    severity = serializers.ChoiceField(SEVERITIES, default=AlertSeverity.AS_ALERT, allow_blank=True)
    otherwise = serializers.ChoiceField(Action.choices, default=Action.OPEN)
    most_an_hour = serializers.IntegerField(min_value=1, max_value=60, default=6)
    asks_for_help = serializers.BooleanField(default=True)
    signing_secret = Text(max_length=300, write_only=True)


class Connecting(Changing):
    format = serializers.ChoiceField(Format.choices)


class ChangingSource(Changing):
    """An empty `signing_secret` leaves the one that is kept."""

    forgets_secret = serializers.BooleanField(default=False)

    def validate_signing_secret(self, said: str) -> str:
        [source] = self.context.get("things") or [None]
        if said and source is not None and not source.signs:
            raise serializers.ValidationError(_("What sends these alerts does not sign them."))
        return said


class Switching(Given):
    is_on = serializers.BooleanField()


class Trying(Given):
    payload = serializers.JSONField(help_text="What the source would send.")


class TrialOut(serializers.Serializer[queries.Trial]):
    """What would become of one alert."""

    title = serializers.CharField(source="incoming.title", read_only=True)
    is_firing = serializers.BooleanField(source="incoming.is_firing", read_only=True)
    what = serializers.CharField(read_only=True, help_text="Such as `opened`, `joined` or `kept`.")
    incident = serializers.CharField(
        source="incident.reference", read_only=True, allow_null=True, default=None
    )


class TrialsOut(serializers.Serializer[Any]):
    trials = TrialOut(many=True, read_only=True)


class AlertLineOut(serializers.Serializer[queries.Line]):
    title = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    count = serializers.IntegerField(read_only=True)
    incident = serializers.CharField(
        source="incident.reference", read_only=True, allow_null=True, default=None
    )


class ReceivedOut(serializers.ModelSerializer[Received]):
    """A request as it came, and what became of each alert in it."""

    lines = AlertLineOut(many=True, read_only=True)

    class Meta:
        model = Received
        fields = ["id", "came_at", "state", "lines"]
        read_only_fields = fields


class SourceViewSet(Lists):
    room = "organisation"
    permission_classes = [*USUAL, asks(may_keep_alerts)]
    serializer_class = SourceOut
    pagination_class = OldestFirst
    lookup_value_converter = "int"
    queryset = Source.objects.none()
    never_kept = frozenset({"create", "rotate"})

    def get_queryset(self) -> QuerySet[Source]:
        return queries.sources()

    def now(self, source: Source) -> Response:
        return self.shown(self.get_queryset().get(pk=source.pk))

    def connected(self, source: Source, token: str, *, status: int) -> Response:
        secret = {
            "token": token,
            "plain_address": settings.SITE_URL + reverse("alerts:take"),
            "address": connecting(source.format, token).address,
        }
        data = self.show(self.get_queryset().get(pk=source.pk)) | secret
        return Response(data, status, headers={"Cache-Control": "private, no-store"})

    @says(
        given=Connecting,
        out=ConnectedOut,
        status=201,
        example={"name": "Prometheus", "format": "alertmanager"},
    )
    def create(self, request: Request) -> Response:
        """Connect what sends alerts. Its address is in this answer alone."""
        source, token = self.do(sources.add_source, given=Connecting)
        return self.connected(source, token, status=201)

    @verb(given=ChangingSource, out=SourceOut)
    def change(self, request: Request, pk: int) -> Response:
        """Change what is set."""
        return self.now(self.do(sources.change_source, self.get_object()))

    @verb(out=ConnectedOut)
    def rotate(self, request: Request, pk: int) -> Response:
        """Give it a new address, which is in this answer alone; the one before opens nothing."""
        source, token = self.do(sources.rotate_source, self.get_object())
        return self.connected(source, token, status=200)

    @verb(given=Switching, out=SourceOut)
    def switch(self, request: Request, pk: int) -> Response:
        """Let it in, or turn it away."""
        return self.now(self.do(sources.switch_source, self.get_object()))

    @verb(status=204)
    def discard(self, request: Request, pk: int) -> Response:
        """Forget it with its rules and alerts. The incidents it opened stay."""
        self.do(sources.delete_source, self.get_object())
        return Response(status=204)

    @verb("try-out", given=Trying, out=TrialsOut)
    def try_out(self, request: Request, pk: int) -> Response:
        """Say what would become of what a source would send. Nothing does."""
        payload = cleaned(request, Trying)["payload"]
        trials = queries.try_out(self.get_object(), payload, reader=self.user)
        return self.told({"trials": trials})

    @reading(out=AlertOut, many=True, pages=NewestFirst)
    def firing(self, request: Request, pk: int) -> Response:
        """Its alerts that fire, newest first."""
        page = self.paginate_queryset(queries.firing_of(self.get_object())) or []
        rows = queries.with_incidents(page, reader=self.user)
        answer: Response = self.get_paginated_response(AlertOut(rows, many=True).data)
        return answer

    @reading(out=ReceivedOut, many=True, pages=NewestFirst)
    def received(self, request: Request, pk: int) -> Response:
        """What came in, newest first; the text of it is not told."""
        rows = Received.objects.filter(source=self.get_object()).defer("body")
        page = queries.told(self.paginate_queryset(rows) or [], reader=self.user)
        answer: Response = self.get_paginated_response(ReceivedOut(page, many=True).data)
        return answer
