"""Debriefs: planned, moved, called off, held, and what was said."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField, PersonOut
from people.api.given import Given, Text
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.models import User
from postmortems import permissions
from postmortems.api.shared import InWriteUp, Moment, Words
from postmortems.domain import debriefing
from postmortems.domain.locking import lock
from postmortems.forms.debriefs import LENGTHS
from postmortems.models import Debrief


class DebriefOut(serializers.ModelSerializer[Debrief]):
    """When people talk about it, or did, and what they said, without who said it."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    minutes = serializers.IntegerField(read_only=True)
    facilitator = PersonOut(read_only=True, allow_null=True)
    invited = PersonOut(many=True, read_only=True)

    class Meta:
        model = Debrief
        fields = [
            "id",
            "page",
            "state",
            "starts_at",
            "ends_at",
            "minutes",
            "place",
            "facilitator",
            "invited",
            "questions",
            "notes",
        ]
        read_only_fields = fields


class MovingDebrief(Given):
    """Only what is given changes. Whoever is affected hears of it."""

    starts_at = Moment(required=False)
    minutes = serializers.ChoiceField(LENGTHS, required=False)
    invited = PersonField(queryset=User.objects.here(), many=True, required=False)
    facilitator = PersonField(required=False, allow_null=True)
    place = Words(max_length=500)


class PlanningDebrief(Given):
    """Without questions, it begins with those that the page suggests."""

    starts_at = Moment()
    minutes = serializers.ChoiceField(LENGTHS, default=45)
    invited = PersonField(queryset=User.objects.here(), many=True, allow_empty=False)
    facilitator = PersonField(default=None, allow_null=True)
    place = Text(max_length=500)
    questions = Words(max_length=5_000)


class WritingDebrief(Given):
    """Only what is given changes."""

    questions = Words(max_length=5_000)
    notes = Words(max_length=50_000)


class DebriefViewSet(InWriteUp):
    """The debriefs of a write-up. Notes are sent with the ETag of what they were."""

    serializer_class = DebriefOut
    queryset = Debrief.objects.none()
    needs_match = frozenset({"notes"})

    def get_queryset(self) -> QuerySet[Debrief]:
        rows = self.of_write_up("debriefs").select_related("facilitator")
        by_name = User.objects.order_by("display_name", "email")
        return rows.prefetch_related(Prefetch("invited", queryset=by_name))

    @says(
        given=PlanningDebrief,
        out=DebriefOut,
        status=201,
        example={"starts_at": "2026-12-03T14:00:00Z", "minutes": 45, "invited": [7, 12]},
    )
    def create(self, request: Request, write_up: int) -> Response:
        """Invite people to talk about it."""
        postmortem = self.allow(permissions.may_plan_debrief)
        return self.made(self.do(_plan, postmortem, given=PlanningDebrief))

    @verb(given=MovingDebrief, out=DebriefOut)
    def change(self, request: Request, write_up: int, pk: int) -> Response:
        """Move it, or invite others to it."""
        self.allow(permissions.may_plan_debrief)
        return self.press(_change, self.get_object())

    @verb("call-off", out=DebriefOut)
    def call_off(self, request: Request, write_up: int, pk: int) -> Response:
        """Call it off. Another one can be planned."""
        self.allow(permissions.may_plan_debrief)
        return self.press(debriefing.cancel_debrief, self.get_object())

    @verb(out=DebriefOut)
    def held(self, request: Request, write_up: int, pk: int) -> Response:
        """It took place."""
        return self.press(debriefing.hold_debrief, self.to_run())

    @verb(given=WritingDebrief, out=DebriefOut)
    def notes(self, request: Request, write_up: int, pk: int) -> Response:
        """Keep the questions, and what was said."""
        return self.press(_write, self.to_run())

    def to_run(self) -> Debrief:
        debrief: Debrief = self.get_object()
        allow(permissions.may_run_debrief(self.user, debrief))
        return debrief

    def press(self, function: Callable[..., Any], debrief: Debrief) -> Response:
        self.do(function, debrief)
        return self.shown(self.again())


def _plan(postmortem: Any, *, by: User, **said: Any) -> Debrief:
    usual = "\n".join(str(one) for one in debriefing.QUESTIONS)
    return debriefing.plan_debrief(postmortem, by=by, **{"questions": usual} | said)


@transaction.atomic
def _change(debrief: Debrief, *, by: User, **said: Any) -> Debrief:
    """What is not given stays as it is behind the lock."""
    lock(debrief.postmortem)
    debrief.refresh_from_db(fields=["starts_at", "ends_at", "place", "facilitator"])
    names = ("starts_at", "minutes", "place", "facilitator")
    now = {name: getattr(debrief, name) for name in names}
    plan = {"invited": User.objects.filter(debriefs=debrief)} | now | said
    return debriefing.change_debrief(debrief, by=by, **plan)


def _write(debrief: Debrief, *, by: User, **words: str) -> Debrief:
    """If-Match has compared it under the lock, so the words there now are those meant."""
    debrief.refresh_from_db(fields=["revision", "questions", "notes"])
    now = {"questions": debrief.questions, "notes": debrief.notes}
    return debriefing.write_debrief(debrief, by=by, revision=debrief.revision, **now | words)
