"""One's own reminders over HTTP: what waits, what comes, what was said, and what one does with it.

What is between two people is on their page only.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nudges.api.shared import Personal
from nudges.domain import outbox
from nudges.domain.snoozing import Choice, Until, choices_of
from nudges.kinds import KINDS
from nudges.models import Delivery, Nudge
from nudges.models.nudge import NudgeQuerySet, State
from nudges.queries.sent import Said, is_place, sent_to
from nudges.queries.subjects import in_words
from nudges.queries.waiting import MOST
from people.api.given import Given
from people.api.paging import Walking, Whole, wrong_cursor
from people.api.verbs import reading, verb

PRIVATE = [kind.name for kind in KINDS.values() if kind.is_private]


class SendingOut(serializers.ModelSerializer[Delivery]):
    """What became of one message."""

    to = serializers.CharField(
        source="address.label", read_only=True, default="", help_text="A browser or a chat."
    )

    class Meta:
        model = Delivery
        fields = ["channel", "to", "state", "goes_at", "sent_at"]
        read_only_fields = fields


class NudgeOut(serializers.Serializer[Said]):
    """A reminder. Its words are empty where what it is about is not yours to hear of any more."""

    id = serializers.IntegerField(source="nudge.pk", read_only=True)
    kind = serializers.CharField(source="nudge.kind", read_only=True)
    state = serializers.ChoiceField(State.choices, source="nudge.state", read_only=True)
    due_at = serializers.DateTimeField(source="nudge.due_at", read_only=True, allow_null=True)
    said_at = serializers.DateTimeField(source="nudge.said_at", read_only=True, allow_null=True)
    can_be_done = serializers.BooleanField(source="nudge.declared.can_be_done", read_only=True)
    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()

    def get_title(self, said: Said) -> str:
        return said.words.title if said.words else ""

    def get_body(self, said: Said) -> str:
        return said.words.body if said.words else ""

    def get_why(self, said: Said) -> str:
        return said.words.why if said.words else ""

    def get_page(self, said: Said) -> str:
        return said.words.link if said.words else ""


class SentOut(NudgeOut):
    """What was said, with the messages that went out beside it."""

    messages = SendingOut(source="nudge.deliveries", many=True, read_only=True)


class MomentOut(serializers.Serializer[Choice]):
    """A moment until which something can be put off."""

    until = serializers.ChoiceField(Until.choices, read_only=True)
    at = serializers.DateTimeField(read_only=True)


class Snoozing(Given):
    until = serializers.ChoiceField(Until.choices, default=Until.TOMORROW)

    def validate_until(self, until: str) -> Until:
        return Until(until)


class NudgeViewSet(Personal):
    """Your own reminders."""

    serializer_class = NudgeOut
    pagination_class = Whole
    queryset = Nudge.objects.none()
    lookup_value_converter = "int"
    for_readers = frozenset({"snooze", "stop", "finish", "bring_back"})

    def get_queryset(self) -> NudgeQuerySet:
        mine = Nudge.objects.visible_to(self.user).exclude(kind__in=PRIVATE)
        return mine.select_related("recipient")

    def show(self, thing: Any) -> Any:
        return super().show(self.said(thing))

    def said(self, nudge: Nudge) -> Said:
        worded = in_words([nudge], self.user)
        return Said(nudge, worded[0].words if worded else None)

    def worded(self, nudges: QuerySet[Nudge]) -> list[Said]:
        return [Said(one.nudge, one.words) for one in in_words([*nudges[:MOST]], self.user)]

    def list(self, request: Request) -> Response:
        """What waits for you, the first hundred in the order in which they stand."""
        page = self.paginate_queryset(self.worded(self.get_queryset().listed().in_order()))
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    def retrieve(self, request: Request, pk: int) -> Response:
        """One of them, also when it is over."""
        return self.shown(self.get_object())

    @reading(detail=False, out=NudgeOut, many=True, pages=Whole)
    def coming(self, request: Request) -> Response:
        """What you put off, and what is said later for the first time, the next hundred."""
        mine: Any = self.get_queryset()
        return self.paged(self.worded(mine.coming().order_by("due_at", "pk")))

    @reading(detail=False, out=SentOut, many=True, pages=Walking)
    def sent(self, request: Request) -> Response:
        """What was said to you, newest first, and what became of its messages."""

        def walk(after: str) -> tuple[list[Said], str]:
            if after and not is_place(after):
                raise wrong_cursor()
            page = sent_to(self.user, after=after)
            return [one for one in page.said if not one.nudge.declared.is_private], page.more

        return self.paged(walk)

    @reading(detail=False, out=MomentOut, many=True, pages=Whole)
    def moments(self, request: Request) -> Response:
        """Until when something can be put off, in your working time."""
        return self.paged(choices_of(self.user, timezone.now()))

    @verb(given=Snoozing, out=NudgeOut, example={"until": "next_week"})
    def snooze(self, request: Request, pk: int) -> Response:
        """Put it off."""
        return self.press(outbox.snooze)

    @verb(out=NudgeOut)
    def stop(self, request: Request, pk: int) -> Response:
        """Never hear of it again."""
        return self.press(outbox.stop)

    @verb(out=NudgeOut)
    def finish(self, request: Request, pk: int) -> Response:
        """It is done. One that something else ends says so with 409."""
        return self.press(outbox.finish)

    @verb("bring-back", out=NudgeOut)
    def bring_back(self, request: Request, pk: int) -> Response:
        """Have it back, or have now what was to come later."""
        return self.press(outbox.bring_back)

    def press(self, function: Callable[..., Nudge]) -> Response:
        self.do(function, self.get_object())
        return self.shown(self.get_object())
