"""Five minutes of a session: what they are about, and trading places."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from learning.api.talks import SlotOut, WebAddress
from learning.domain.talks import slots, swaps
from learning.models import (
    SlotSwap,
    TalkSession,
    TalkSlot,
)
from learning.permissions import (
    may_change_slot,
)
from learning.queries.talks import others_ahead
from people.api.given import Given, Text
from people.api.paging import OldestFirst, Whole
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Lists, Room


class SlotAheadOut(SlotOut):
    starts_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = TalkSlot
        fields = [*SlotOut.Meta.fields, "session", "starts_at"]
        read_only_fields = fields


class SwapOut(serializers.ModelSerializer[SlotSwap]):
    """Two speakers would trade places; the two of them see it."""

    offered_by = PersonOut(read_only=True)
    offered_to = PersonOut(read_only=True)
    offered_at_time = serializers.DateTimeField(source="offered.starts_at", read_only=True)
    wanted_at_time = serializers.DateTimeField(source="wanted.starts_at", read_only=True)

    class Meta:
        model = SlotSwap
        fields = [
            "id",
            "state",
            "offered",
            "offered_at_time",
            "offered_by",
            "wanted",
            "wanted_at_time",
            "offered_to",
        ]
        read_only_fields = fields


class DescribingTalk(Given):
    title = Text(max_length=200)
    slides = WebAddress(default="")


class OfferingSwap(Given):
    wanted = serializers.PrimaryKeyRelatedField(
        queryset=TalkSlot.objects.taken().select_related("session", "speaker")
    )


class SlotViewSet(Room):
    """Five minutes of your own."""

    room = "learning"
    serializer_class = SlotAheadOut
    queryset = TalkSlot.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[TalkSlot]:
        return TalkSlot.objects.visible_to(self.user).select_related("session", "speaker")

    def own(self) -> TalkSlot:
        slot: TalkSlot = self.get_object()
        allow(may_change_slot(self.user, slot))
        return slot

    def lock(self, thing: TalkSlot) -> None:
        TalkSession.objects.select_for_update().filter(pk=thing.session_id).first()

    def retrieve(self, request: Request, pk: int) -> Response:
        """One slot."""
        return self.shown(self.get_object())

    @reading(out=SlotAheadOut, many=True, pages=Whole)
    def others(self, request: Request, pk: int) -> Response:
        """With whom you could trade places, soonest first."""
        return self.paged(others_ahead(self.own(), at=timezone.now()))

    @verb(given=DescribingTalk, out=SlotAheadOut)
    def describe(self, request: Request, pk: int) -> Response:
        """Say what it is about, and where the slides are."""
        self.do(slots.describe_talk, self.own())
        return self.shown(self.get_object())

    @verb("give-back", out=SlotAheadOut)
    def give_back(self, request: Request, pk: int) -> Response:
        """Let somebody else have it."""
        self.do(slots.give_back_slot, self.own())
        return self.shown(self.get_object())

    @verb("offer-swap", given=OfferingSwap, out=SwapOut, status=201)
    def offer_swap(self, request: Request, pk: int) -> Response:
        """Ask another speaker to trade places. Nothing changes until they say yes."""
        return self.told(self.do(swaps.offer_swap, self.own()))


class SwapViewSet(Lists):
    """Swaps that wait for an answer, yours or another one's."""

    room = "learning"
    serializer_class = SwapOut
    pagination_class = OldestFirst
    queryset = SlotSwap.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[SlotSwap]:
        seen = SlotSwap.objects.visible_to(self.user).with_slots().select_related("offered_to")
        return seen.open() if self.action == "list" else seen

    def lock(self, thing: SlotSwap) -> None:
        both = (thing.offered.session_id, thing.wanted.session_id)
        [*TalkSession.objects.select_for_update().filter(pk__in=both).order_by("pk")]

    def answer(self, function: Callable[..., SlotSwap], *, asked: bool) -> Response:
        swap: SlotSwap = self.get_object()
        allow(self.user.pk == (swap.offered_to_id if asked else swap.offered_by_id))
        self.do(function, swap)
        return self.shown(self.get_object())

    @verb(out=SwapOut)
    def accept(self, request: Request, pk: int) -> Response:
        """Say yes: each takes along what they talk about."""
        return self.answer(swaps.accept_swap, asked=True)

    @verb(out=SwapOut)
    def decline(self, request: Request, pk: int) -> Response:
        """Keep your own slot."""
        return self.answer(swaps.decline_swap, asked=True)

    @verb(out=SwapOut)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take back what you asked."""
        return self.answer(swaps.withdraw_swap, asked=False)
