"""Sessions in which people tell each other what they broke."""

from collections.abc import Callable
from typing import Any

from django.core.validators import URLValidator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from learning.domain.talks import asking, series, sessions, slots
from learning.domain.talks.calendar import end_calendar
from learning.models import (
    TalkInvitation,
    TalkSeries,
    TalkSession,
    TalkSlot,
)
from learning.models.talks import LONGEST, MOST_SLOTS, TalkSessionQuerySet
from learning.permissions import (
    may_keep_recording,
    may_run_talks,
    may_take_slot,
)
from learning.queries.talks import waiting_invitations, with_slots
from people.api.given import Given, Text
from people.api.paging import NewestFirst, Whole
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Lists, Room
from people.models import Weekday
from people.models.user import check_time_zone


class LatestFirst(NewestFirst):
    ordering: Any = ("-starts_at", "-pk")


class SlotOut(serializers.ModelSerializer[TalkSlot]):
    """Five minutes of a session, free where there is no speaker."""

    speaker = PersonOut(read_only=True, allow_null=True)
    slides = serializers.CharField(read_only=True)

    class Meta:
        model = TalkSlot
        fields = ["id", "number", "speaker", "title", "slides"]
        read_only_fields = fields


class SessionOut(serializers.ModelSerializer[TalkSession]):
    """One week's session. Where it is is said until it is over."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    place = serializers.SerializerMethodField()
    recording = serializers.CharField(read_only=True)
    slots = SlotOut(many=True, read_only=True)

    class Meta:
        model = TalkSession
        fields = [
            "id",
            "page",
            "title",
            "state",
            "starts_at",
            "ends_at",
            "place",
            "recording",
            "slots",
        ]
        read_only_fields = fields

    def get_place(self, session: TalkSession) -> str:
        return "" if session.is_over else session.place


class InvitationOut(serializers.ModelSerializer[TalkInvitation]):
    """You are asked whether you would tell something; nobody else sees that."""

    starts_at = serializers.DateTimeField(source="session.starts_at", read_only=True)

    class Meta:
        model = TalkInvitation
        fields = ["session", "starts_at", "asked_at"]
        read_only_fields = fields


class SeriesOut(serializers.ModelSerializer[TalkSeries]):
    """When the sessions are, by the clock on the wall there."""

    starts = serializers.CharField(read_only=True)

    class Meta:
        model = TalkSeries
        fields = ["is_on", "title", "weekday", "starts", "time_zone", "minutes", "slots", "place"]
        read_only_fields = fields


class WebAddress(serializers.CharField):
    """An address that a browser opens, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, allow_blank=True, **kwargs)
        said = _("Give an address of the web, such as https://example.org/talk.")
        self.validators.append(URLValidator(schemes=["http", "https"], message=said))


class TakingSlot(Given):
    title = Text(max_length=200)


class KeepingRecording(Given):
    recording = WebAddress()


class MovingSession(Given):
    starts_at = serializers.DateTimeField()


class SettingUpTalks(Given):
    is_on = serializers.BooleanField()
    title = Text(max_length=80, required=True)
    weekday = serializers.ChoiceField(Weekday.choices)
    starts = serializers.TimeField()
    time_zone = Text(max_length=64, required=True, validators=[check_time_zone])
    minutes = serializers.IntegerField(min_value=5, max_value=LONGEST)
    slots = serializers.IntegerField(min_value=1, max_value=MOST_SLOTS)
    place = Text(max_length=500)


class SeriesViewSet(Room):
    """When the sessions are: one of it."""

    room = "learning"
    serializer_class = SeriesOut
    queryset = TalkSeries.objects.all()

    @reading("series", detail=False, out=SeriesOut)
    def read(self, request: Request) -> Response:
        """When the sessions are."""
        return self.shown(get_object_or_404(TalkSeries))

    @verb("set-up", detail=False, given=SettingUpTalks, out=SeriesOut)
    def set_up(self, request: Request) -> Response:
        """Say when the sessions are."""
        allow(may_run_talks(self.user))
        return self.shown(self.do(series.set_up_talks, only=TalkSeries.objects.first()))


class TalkViewSet(Lists):
    """Sessions, and what one does about them."""

    room = "learning"
    serializer_class = SessionOut
    pagination_class = Whole
    queryset = TalkSession.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> TalkSessionQuerySet:
        return with_slots(TalkSession.objects.visible_to(self.user))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those that are not over, soonest first; with those that were called off."""
        ahead = self.get_queryset().filter(ends_at__gt=timezone.now()).soonest_first()
        page = self.paginate_queryset(ahead)
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    @reading(detail=False, out=SessionOut, many=True, pages=LatestFirst)
    def earlier(self, request: Request) -> Response:
        """Those that were, latest first."""
        return self.paged(self.get_queryset().filter(ends_at__lte=timezone.now()).planned())

    @reading(detail=False, out=InvitationOut, many=True, pages=Whole)
    def invitations(self, request: Request) -> Response:
        """What you are asked, and can still answer."""
        return self.paged(waiting_invitations(self.user, at=timezone.now()))

    @verb("end-calendar", detail=False, status=204)
    def end_calendar(self, request: Request) -> Response:
        """Let the private address for your calendar show nothing any more."""
        self.do(end_calendar)
        return Response(status=204)

    def press(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.get_object())
        return self.shown(self.get_object())

    @verb(given=TakingSlot, out=SessionOut, example={"title": "The index that was not one"})
    def take(self, request: Request, pk: int) -> Response:
        """Take five minutes."""
        allow(may_take_slot(self.user))
        return self.press(slots.take_slot)

    @verb("not-this-time", status=204)
    def not_this_time(self, request: Request, pk: int) -> Response:
        """Answer what you were asked. Nobody is told."""
        mine = TalkInvitation.objects.visible_to(self.user).select_related("session")
        self.do(asking.say_not_this_time, get_object_or_404(mine, session=pk))
        return Response(status=204)

    @verb(given=MovingSession, out=SessionOut)
    def move(self, request: Request, pk: int) -> Response:
        """Put it at another time."""
        allow(may_run_talks(self.user))
        return self.press(sessions.move_session)

    @verb(out=SessionOut)
    def cancel(self, request: Request, pk: int) -> Response:
        """Call it off."""
        allow(may_run_talks(self.user))
        return self.press(sessions.cancel_session)

    @verb(given=KeepingRecording, out=SessionOut)
    def recording(self, request: Request, pk: int) -> Response:
        """Say where those can watch it who could not come."""
        allow(may_keep_recording(self.user, self.get_object()))
        return self.press(sessions.keep_recording)

    def lock(self, thing: Any) -> None:
        pk = thing.pk if isinstance(thing, TalkSession) else thing.session_id
        TalkSession.objects.select_for_update().filter(pk=pk).first()

    def read_again(self, thing: Any) -> Any:
        return self.show(self.get_object())
