"""Webhooks, as admins keep them. A secret is in one answer, and never again."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.given import Given, Text
from people.api.paging import NewestFirst, OldestFirst
from people.api.permissions import USUAL, asks
from people.api.verbs import says, verb
from people.api.views import Lists
from webhooks.domain import endpoints, replaying
from webhooks.events import EVENTS
from webhooks.models import Attempt, Endpoint, Message, OffBecause
from webhooks.models.endpoint import LONGEST_URL
from webhooks.permissions import may_keep_webhooks
from webhooks.queries.log import all_endpoints


class EndpointOut(serializers.ModelSerializer[Endpoint]):
    """What another program is told, and how it goes."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    is_on = serializers.BooleanField(read_only=True)
    off_because = serializers.ChoiceField([("", ""), *OffBecause.choices], read_only=True)
    has_failed = serializers.BooleanField(
        read_only=True, help_text="Whether there is something that was not taken."
    )
    previous_until = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="Until when messages bear the signature of the secret before, too.",
    )

    class Meta:
        model = Endpoint
        fields = [
            "id",
            "page",
            "url",
            "description",
            "events",
            "is_on",
            "off_because",
            "off_since",
            "has_failed",
            "rests_until",
            "previous_until",
            "created_at",
        ]
        read_only_fields = fields


class EndpointSecretOut(EndpointOut):
    """The same with the secret, which no other answer holds."""

    secret = serializers.CharField(read_only=True)

    class Meta(EndpointOut.Meta):
        fields = [*EndpointOut.Meta.fields, "secret"]
        read_only_fields = fields


class AttemptOut(serializers.ModelSerializer[Attempt]):
    """One call: the status of the answer, or the reason why there is none."""

    is_taken = serializers.BooleanField(read_only=True)

    class Meta:
        model = Attempt
        fields = ["at", "status", "reason", "took_ms", "answer", "is_taken"]
        read_only_fields = fields


class WebhookMessageOut(serializers.ModelSerializer[Message]):
    """A message, without what it said: that may be restricted by now."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    log = AttemptOut(many=True, read_only=True)

    class Meta:
        model = Message
        fields = ["id", "key", "page", "event", "state", "created_at", "due_at", "attempts", "log"]
        read_only_fields = fields


class Listening(Given):
    url = Text(max_length=LONGEST_URL, required=True)
    description = Text(max_length=120)
    events = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=100
    )

    def validate_events(self, said: list[str]) -> list[str]:
        if unknown := [name for name in said if name not in EVENTS]:
            known = ", ".join(EVENTS)
            raise serializers.ValidationError(f"{', '.join(unknown)}: choose from {known}.")
        return said


class SendingAgain(Given):
    since = serializers.DateTimeField()


class HowMany(serializers.Serializer[Any]):
    messages = serializers.IntegerField(read_only=True)


class WebhookViewSet(Lists):
    room = "organisation"
    permission_classes = [*USUAL, asks(may_keep_webhooks)]
    serializer_class = EndpointOut
    pagination_class = OldestFirst
    lookup_value_converter = "int"
    queryset = Endpoint.objects.none()
    # A test is sent anew each time, and outside of any transaction.
    never_kept = frozenset({"create", "rotate", "try_out"})

    def get_queryset(self) -> QuerySet[Endpoint]:
        return all_endpoints()

    def now(self, endpoint: Endpoint) -> Response:
        return self.shown(self.get_queryset().get(pk=endpoint.pk))

    def with_secret(self, endpoint: Endpoint, secret: str, *, status: int) -> Response:
        data = self.show(self.get_queryset().get(pk=endpoint.pk)) | {"secret": secret}
        return Response(data, status, headers={"Cache-Control": "private, no-store"})

    @says(
        given=Listening,
        out=EndpointSecretOut,
        status=201,
        example={"url": "https://wall.example.org/in", "events": ["incident.declared"]},
    )
    def create(self, request: Request) -> Response:
        """Tell an address what happens from now on. Its secret is in this answer alone."""
        endpoint, secret = self.do(endpoints.add_endpoint, given=Listening)
        return self.with_secret(endpoint, secret, status=201)

    @verb(given=Listening, out=EndpointOut)
    def change(self, request: Request, pk: int) -> Response:
        """Say where it is, what it is for and what it hears of."""
        return self.now(self.do(endpoints.change_endpoint, self.get_object()))

    @verb(out=EndpointSecretOut)
    def rotate(self, request: Request, pk: int) -> Response:
        """Make a new secret, which is in this answer alone. Both are used for a day."""
        endpoint = self.get_object()
        return self.with_secret(endpoint, self.do(endpoints.rotate_secret, endpoint), status=200)

    @verb("switch-off", out=EndpointOut)
    def switch_off(self, request: Request, pk: int) -> Response:
        """Tell it nothing for a while."""
        return self.now(self.do(endpoints.switch_off, self.get_object()))

    @verb("switch-on", out=EndpointOut)
    def switch_on(self, request: Request, pk: int) -> Response:
        """Tell it what happens from now on."""
        return self.now(self.do(endpoints.switch_on, self.get_object()))

    @verb("take-out", status=204)
    def take_out(self, request: Request, pk: int) -> Response:
        """Forget it, its secret, and all that was sent there."""
        self.do(endpoints.take_out, self.get_object())
        return Response(status=204)

    @verb("try-out", out=AttemptOut)
    def try_out(self, request: Request, pk: int) -> Response:
        """Send a test at once, and say what came of it."""
        return self.told(replaying.try_out(self.get_object(), by=self.user))

    @verb("replay-failed", given=SendingAgain, out=HowMany)
    def replay_failed(self, request: Request, pk: int) -> Response:
        """Send everything again that was not taken since a moment."""
        sent = self.do(replaying.replay_failed, self.get_object())
        return self.told({"messages": sent})


class WebhookMessageViewSet(Lists):
    """What was sent there, newest first, with what came of it."""

    room = "organisation"
    permission_classes = [*USUAL, asks(may_keep_webhooks)]
    serializer_class = WebhookMessageOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = Message.objects.none()

    def get_queryset(self) -> QuerySet[Message]:
        found = Message.objects.filter(endpoint=self.kwargs.get("endpoint"))
        return found.defer("body").select_related("endpoint").prefetch_related("log")

    @verb(out=WebhookMessageOut)
    def replay(self, request: Request, endpoint: int, pk: int) -> Response:
        """Send it again, under the same key."""
        self.do(replaying.replay, self.get_object())
        return self.shown(self.get_object())
