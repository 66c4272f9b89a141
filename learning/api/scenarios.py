"""Scenarios to practise with, and what there is to be found in them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from learning.api.shared import ReadableWriteUp
from learning.domain import practising, scenarios
from learning.forms.practice import LONGEST_PLAY
from learning.forms.stories import MOST_TAGS, TagsField
from learning.models import MOST_LETTERS, Clue, Run, Scenario
from learning.permissions import may_change_scenario
from people.api.given import Given, Text
from people.api.paging import NewestFirst, Whole
from people.api.permissions import allow
from people.api.verbs import reading, says, verb
from people.api.views import Lists
from postmortems.models.postmortem import LONGEST_TITLE


class ScenarioOut(serializers.ModelSerializer[Scenario]):
    """A scenario before it is played: nothing here gives away what happened."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Scenario
        fields = ["id", "page", "title", "known_at_start", "state", "revision"]
        read_only_fields = fields


class ClueOut(serializers.ModelSerializer[Clue]):
    """Something to be found: after so many minutes, by looking at a topic, or by either."""

    class Meta:
        model = Clue
        fields = ["id", "text", "after_minutes", "topics", "position", "revision"]
        read_only_fields = fields


class RunOut(serializers.ModelSerializer[Run]):
    """One play of a scenario, in a room of its own."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    title = serializers.CharField(source="scenario.title", read_only=True)
    incident = serializers.CharField(source="incident.reference", read_only=True)
    is_over = serializers.BooleanField(read_only=True)
    over_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Run
        fields = ["id", "page", "scenario", "title", "incident", "started_at", "is_over", "over_at"]
        read_only_fields = fields


class MakingScenario(Given):
    write_up = ReadableWriteUp()


class SavingScenario(Given):
    title = Text(max_length=LONGEST_TITLE, required=True)
    known_at_start = Text(max_length=5_000, required=True)


class SavingClue(Given):
    text = Text(max_length=5_000, required=True)
    after_minutes = serializers.IntegerField(
        min_value=0, max_value=LONGEST_PLAY, default=None, allow_null=True
    )
    topics = serializers.ListField(
        child=Text(max_length=MOST_LETTERS, required=True), default=list, max_length=MOST_TAGS
    )

    def validate_topics(self, topics: list[str]) -> list[str]:
        return TagsField(required=False).clean(", ".join(topics))


class MovingClue(Given):
    is_up = serializers.BooleanField()


class StartingRun(Given):
    client_token = serializers.UUIDField(default=None, allow_null=True)


class ScenarioViewSet(Lists):
    """Scenarios to play, of write-ups that you see; drafts are their makers'."""

    room = "learning"
    serializer_class = ScenarioOut
    pagination_class = NewestFirst
    queryset = Scenario.objects.none()
    lookup_value_converter = "int"
    needs_match = frozenset({"change"})

    def get_queryset(self) -> QuerySet[Scenario]:
        seen = Scenario.objects.visible_to(self.user).select_related("source")
        return seen.ready() if self.action == "list" else seen

    def own(self) -> Scenario:
        scenario: Scenario = self.get_object()
        allow(may_change_scenario(self.user, scenario))
        return scenario

    def did(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.own())
        return self.shown(self.get_object())

    @reading(detail=False, out=ScenarioOut, many=True)
    def drafts(self, request: Request) -> Response:
        """Your own drafts."""
        return self.paged(Scenario.objects.visible_to(self.user).drafted_by(self.user))

    @says(given=MakingScenario, out=ScenarioOut, status=201, example={"write_up": 7})
    def create(self, request: Request) -> Response:
        """Draft one from a published write-up, by its number, or be given the draft there is."""
        made = self.do(scenarios.make_scenario, given=MakingScenario)
        return self.shown(made, status=201)

    @verb(given=SavingScenario, out=ScenarioOut)
    def change(self, request: Request, pk: int) -> Response:
        """Say what it is called, and what its players know at the start."""
        return self.did(_save_scenario)

    @verb("take-moments", out=ScenarioOut)
    def take_moments(self, request: Request, pk: int) -> Response:
        """Make a clue of each moment of the write-up that is none yet."""
        return self.did(scenarios.take_moments)

    @verb("make-ready", out=ScenarioOut)
    def make_ready(self, request: Request, pk: int) -> Response:
        """Let everybody who sees the write-up play it."""
        return self.did(scenarios.make_ready)

    @verb("put-aside", out=ScenarioOut)
    def put_aside(self, request: Request, pk: int) -> Response:
        """Make it a draft of your own again."""
        return self.did(scenarios.put_aside)

    @verb(status=204)
    def drop(self, request: Request, pk: int) -> Response:
        """Delete a draft that nobody has played."""
        self.do(scenarios.drop_scenario, self.own())
        return Response(status=204)

    @verb(given=StartingRun, out=RunOut, status=201)
    def start(self, request: Request, pk: int) -> Response:
        """Begin to play it. The same `client_token` again is the same practice."""
        return self.told(self.do(practising.start_run, self.get_object()))


def _save_scenario(scenario: Scenario, **words: Any) -> Scenario:
    """If-Match has compared the version under the lock, so the one there now is the one meant."""
    scenario.refresh_from_db(fields=["revision"])
    return scenarios.save_scenario(scenario, revision=scenario.revision, **words)


def _save_clue(clue: Clue, **words: Any) -> Clue:
    clue.refresh_from_db(fields=["revision"])
    return scenarios.save_clue(clue, revision=clue.revision, **words)


class ClueViewSet(Lists):
    """What there is to be found in a scenario, for whoever makes it."""

    room = "learning"
    serializer_class = ClueOut
    pagination_class = Whole
    queryset = Clue.objects.none()
    lookup_value_converter = "int"
    needs_match = frozenset({"change"})

    @cached_property
    def scenario(self) -> Scenario:
        seen = Scenario.objects.visible_to(self.user).select_related("source")
        found: Scenario = get_object_or_404(seen, pk=self.kwargs["scenario"])
        allow(may_change_scenario(self.user, found))
        return found

    def get_queryset(self) -> QuerySet[Clue]:
        if "scenario" not in self.kwargs:
            return Clue.objects.none()
        return self.scenario.clues.select_related("scenario__source")

    def look_again(self) -> object:
        """Refuse whoever may not change the scenario any more."""
        return self.scenario

    def lock(self, thing: Any) -> None:
        # ast-grep-ignore: seen-by
        Scenario.objects.select_for_update().filter(pk=self.scenario.pk).first()

    @says(
        given=SavingClue,
        out=ClueOut,
        status=201,
        example={"text": "The disk is full.", "topics": ["disk", "dashboard"]},
    )
    def create(self, request: Request, scenario: int) -> Response:
        """Add something to be found."""
        made = self.do(scenarios.add_clue, self.scenario, given=SavingClue)
        return self.shown(made, status=201)

    @verb(given=SavingClue, out=ClueOut)
    def change(self, request: Request, scenario: int, pk: int) -> Response:
        """Put it into other words, or let it be found in another way."""
        self.do(_save_clue, self.get_object())
        return self.shown(self.get_object())

    @verb(given=MovingClue, out=ClueOut)
    def move(self, request: Request, scenario: int, pk: int) -> Response:
        """Let it change places with the one before it, or after. Hints follow this order."""
        self.do(scenarios.move_clue, self.get_object())
        return self.shown(self.get_object())

    @verb(status=204)
    def remove(self, request: Request, scenario: int, pk: int) -> Response:
        """Take it out."""
        self.do(scenarios.remove_clue, self.get_object())
        return Response(status=204)
