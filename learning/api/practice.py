"""Scenarios as they are played, and beside what happened."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from incidents.queries.references import standing
from learning.api.scenarios import ClueOut, RunOut
from learning.domain import practising
from learning.models import Run
from learning.models.practice import RunQuerySet
from learning.queries.practice import Beat, Comparison, Play, Seen, compare, read_play, run_in
from people.api.given import Given, Text
from people.api.paging import NewestFirst, Whole
from people.api.verbs import reading, verb
from people.api.views import Room
from postmortems.models import ContributingFactor
from postmortems.templatetags.naming import told_in


class SeenOut(serializers.Serializer[Seen]):
    """A clue that was seen, so many seconds after the beginning, and by looking at what."""

    text = serializers.CharField(source="clue.text", read_only=True)
    after_seconds = serializers.SerializerMethodField()
    looked_at = serializers.SerializerMethodField()

    def get_after_seconds(self, seen: Seen) -> int:
        return int(seen.after.total_seconds())

    def get_looked_at(self, seen: Seen) -> str:
        """Empty where it came by itself."""
        return seen.look.words if seen.look else ""


class LookOut(serializers.Serializer[Any]):
    """Something that was looked at, or a hint of what could be."""

    words = serializers.CharField(read_only=True)
    is_hint = serializers.BooleanField(read_only=True)
    looked_at = serializers.DateTimeField(read_only=True)


class PlayOut(RunOut):
    """A practice as it goes. What its players find is for those who play."""

    known_at_start = serializers.CharField(source="scenario.known_at_start", read_only=True)
    people = PersonOut(source="play.people", many=True, read_only=True)
    is_player = serializers.BooleanField(source="play.is_player", read_only=True)
    more_comes = serializers.BooleanField(source="play.more_comes", read_only=True)
    seen = serializers.SerializerMethodField()
    looks = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            *RunOut.Meta.fields,
            "known_at_start",
            "people",
            "is_player",
            "more_comes",
            "seen",
            "looks",
        ]
        read_only_fields = fields

    @extend_schema_field(SeenOut(many=True))
    def get_seen(self, run: Run) -> Any:
        play = self._play(run)
        return [SeenOut(one).data for one in play.seen] if play.is_player else []

    @extend_schema_field(LookOut(many=True))
    def get_looks(self, run: Run) -> Any:
        play = self._play(run)
        return [LookOut(one).data for one in play.looks] if play.is_player else []

    def _play(self, run: Run) -> Play:
        play: Play = run.play  # type: ignore[attr-defined]
        return play


class BeatOut(serializers.Serializer[Beat]):
    """Something on a timeline; seconds from the beginning are negative before it."""

    seconds = serializers.SerializerMethodField()
    text = serializers.CharField(read_only=True)

    def get_seconds(self, beat: Beat) -> int:
        seconds = int(beat.after.total_seconds())
        return -seconds if beat.is_before else seconds


class FactorSaidOut(serializers.Serializer[ContributingFactor]):
    kind = serializers.CharField(read_only=True)
    text = serializers.SerializerMethodField()

    def get_text(self, factor: ContributingFactor) -> str:
        return told_in(factor.text, self.context["write_up"])


class SaidOut(serializers.Serializer[dict[str, str]]):
    heading = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)


class ComparisonOut(serializers.Serializer[Comparison]):
    """A practice beside what happened. It counts nothing."""

    ours = BeatOut(many=True, read_only=True)
    theirs = BeatOut(many=True, read_only=True)
    seen = SeenOut(many=True, read_only=True)
    unseen = ClueOut(many=True, read_only=True)
    write_up = serializers.CharField(source="write_up.get_absolute_url", read_only=True)
    factors = serializers.SerializerMethodField()
    said = serializers.SerializerMethodField()

    @extend_schema_field(FactorSaidOut(many=True))
    def get_factors(self, found: Comparison) -> Any:
        context = {"write_up": found.write_up}
        return [FactorSaidOut(one, context=context).data for one in found.factors]

    @extend_schema_field(SaidOut(many=True))
    def get_said(self, found: Comparison) -> Any:
        return [{"heading": heading, "text": text} for heading, text in found.said]


class Looking(Given):
    words = Text(max_length=200, required=True)


class RunViewSet(Room):
    """Practices that you see: as they go, and beside what happened."""

    room = "learning"
    serializer_class = PlayOut
    pagination_class = NewestFirst
    queryset = Run.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> RunQuerySet:
        return Run.objects.visible_to(self.user).select_related("scenario", "incident")

    def show(self, thing: Run) -> Any:
        thing.play = read_play(thing, reader=self.user)  # type: ignore[attr-defined]
        return super().show(thing)

    def retrieve(self, request: Request, pk: int) -> Response:
        """A practice, with what its players know by now."""
        return self.shown(self.get_object())

    @reading("going-on", detail=False, out=RunOut, many=True)
    def going_on(self, request: Request) -> Response:
        """Those that go on, newest first."""
        return self.paged(self.get_queryset().going_on())

    @reading(detail=False, out=RunOut, many=True)
    def played(self, request: Request) -> Response:
        """Those that you played in, and that are over."""
        return self.paged(self.get_queryset().played_by(self.user).over())

    @reading("in/<reference:number>", detail=False, out=RunOut, many=True, pages=Whole)
    def in_room(self, request: Request, number: int) -> Response:
        """The one that is played in a room, or none."""
        incident = standing(self.user, number)
        run = run_in(incident, reader=self.user) if incident else None
        return self.paged([run] if run else [])

    def play(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.get_object())
        return self.shown(self.get_object())

    @verb(out=PlayOut)
    def join(self, request: Request, pk: int) -> Response:
        """Come and play along."""
        return self.play(practising.join_run)

    @verb(given=Looking, out=PlayOut, example={"words": "the dashboard"})
    def look(self, request: Request, pk: int) -> Response:
        """Look at something, and find what there is."""
        return self.play(practising.look_at)

    @verb(out=PlayOut)
    def hint(self, request: Request, pk: int) -> Response:
        """Ask what could be looked at."""
        return self.play(practising.ask_for_hint)

    @verb(out=PlayOut)
    def end(self, request: Request, pk: int) -> Response:
        """End it, however far it came."""
        return self.play(practising.end_run)

    @reading(out=ComparisonOut)
    def compare(self, request: Request, pk: int) -> Response:
        """What happened then, beside what was done; 404 until it is over."""
        run: Run = self.get_object()
        if not run.is_over:
            raise Http404
        return self.told(compare(run, reader=self.user))
