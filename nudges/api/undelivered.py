"""What could not be delivered, for admins: what it says, and whom a private one is for, is not."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nudges.domain import delivery, saying
from nudges.domain.outlets import try_now
from nudges.models import Delivery, Outlet
from nudges.permissions import may_see_undelivered
from nudges.queries.undelivered import (
    LetterAside,
    Resting,
    SetAside,
    Unsaid,
    letters,
    resting_outlets,
    set_aside,
    unsaid,
)
from people.api.paging import Walking, Whole, wrong_cursor
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Room
from people.domain.posting import try_all_again as try_letters_again
from people.http import row_number


class Aside(serializers.Serializer[Any]):
    """Its kind and its reader, which of what is private are empty."""

    kind = serializers.SerializerMethodField()
    reader = serializers.CharField(read_only=True)

    def get_kind(self, row: SetAside | Unsaid) -> str:
        return row.kind.name if row.kind else ""


class MessageOut(Aside):
    id = serializers.IntegerField(source="delivery.pk", read_only=True)
    channel = serializers.CharField(source="delivery.channel", read_only=True)
    attempts = serializers.IntegerField(source="delivery.attempts", read_only=True)
    last_error = serializers.CharField(source="delivery.last_error", read_only=True)
    goes_at = serializers.DateTimeField(source="delivery.goes_at", read_only=True)


class UnsaidOut(Aside):
    id = serializers.IntegerField(source="nudge.pk", read_only=True)
    failures = serializers.IntegerField(source="nudge.failures", read_only=True)
    last_error = serializers.CharField(source="nudge.last_error", read_only=True)


class OutletOut(serializers.Serializer[Resting]):
    """What does not answer: a mail server, a push service, or somebody's chat."""

    id = serializers.IntegerField(source="outlet.pk", read_only=True)
    channel = serializers.CharField(read_only=True)
    host = serializers.CharField(read_only=True)
    owner = serializers.CharField(read_only=True)
    waiting = serializers.IntegerField(read_only=True, help_text="How many wait for it.")
    down_since = serializers.DateTimeField(source="outlet.down_since", read_only=True)
    try_at = serializers.DateTimeField(source="outlet.try_at", read_only=True)
    last_error = serializers.CharField(source="outlet.last_error", read_only=True)


class LetterOut(serializers.Serializer[LetterAside]):
    """Mail about an account."""

    id = serializers.IntegerField(source="letter.pk", read_only=True)
    title = serializers.CharField(read_only=True)
    to = serializers.EmailField(source="letter.to", read_only=True)
    attempts = serializers.IntegerField(source="letter.attempts", read_only=True)
    last_error = serializers.CharField(source="letter.last_error", read_only=True)
    made_at = serializers.DateTimeField(source="letter.made_at", read_only=True)


class AgainOut(serializers.Serializer[dict[str, int]]):
    """How many are tried again."""

    count = serializers.IntegerField(read_only=True)


class UndeliveredViewSet(Room):
    """What was tried often enough, or refused for good, newest first."""

    room = "nudges"
    serializer_class = MessageOut
    pagination_class = Walking
    queryset = Delivery.objects.none()
    lookup_value_converter = "int"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        allow(may_see_undelivered(self.user))

    def look_again(self) -> None:
        """There is nothing to see again: an answer says how many, and no more."""

    def list(self, request: Request) -> Response:
        """The messages that were set aside."""

        def walk(after: str) -> tuple[list[SetAside], str]:
            before = row_number(after)
            if after and before is None:
                raise wrong_cursor()
            page = set_aside(before=before)
            return page.rows, str(page.more or "")

        page = self.paginate_queryset(walk)
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    @reading(detail=False, out=OutletOut, many=True, pages=Whole)
    def outlets(self, request: Request) -> Response:
        """What does not answer at present."""
        return self.paged(resting_outlets())

    @reading(detail=False, out=UnsaidOut, many=True, pages=Whole)
    def unsaid(self, request: Request) -> Response:
        """What could not even be put into words."""
        return self.paged(unsaid())

    @reading(detail=False, out=LetterOut, many=True, pages=Whole)
    def letters(self, request: Request) -> Response:
        """Mail about accounts that could not be delivered."""
        return self.paged(letters())

    @verb("outlets/<int:outlet>/try-now", detail=False, status=204)
    def try_outlet(self, request: Request, outlet: int) -> Response:
        """Try it within a minute."""
        try_now(get_object_or_404(Outlet, pk=outlet))
        return Response(status=204)

    @verb("try-again", out=AgainOut)
    def try_again(self, request: Request, pk: int) -> Response:
        """Try one message again."""
        this = get_object_or_404(Delivery.objects.set_aside(), pk=pk)
        return self.again(delivery.try_again, [this.pk])

    @verb("try-all-again", detail=False, out=AgainOut)
    def try_all_again(self, request: Request) -> Response:
        """Try all messages again."""
        return self.again(delivery.try_all_again)

    @verb("say-again", detail=False, out=AgainOut)
    def say_again(self, request: Request) -> Response:
        """Put into words again what could not be."""
        return self.again(saying.try_all_again)

    @verb("send-letters-again", detail=False, out=AgainOut)
    def send_letters_again(self, request: Request) -> Response:
        """Send mail about accounts again."""
        return self.again(try_letters_again)

    def again(self, function: Callable[..., int], *things: Any) -> Response:
        return self.told({"count": function(*things, at=timezone.now())})
