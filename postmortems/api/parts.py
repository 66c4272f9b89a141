"""What stands in a write-up besides its texts: factors, the timeline, and its incidents."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import ReferenceField
from incidents.models import Incident
from people.api.given import Given, Text
from people.api.verbs import says, verb
from people.models import User
from postmortems import permissions
from postmortems.api.reading import FactorOut
from postmortems.api.shared import InWriteUp, Moment, Words
from postmortems.domain import covering, factors, moments
from postmortems.forms.moments import LONGEST
from postmortems.models import ContributingFactor, FactorKind, WriteUpMoment


class AddingFactor(Given):
    text = Text(max_length=2_000, required=True)
    kind = serializers.ChoiceField(FactorKind.choices)


class FactorViewSet(InWriteUp):
    """What had to be true for it to happen: several things, and never a person."""

    serializer_class = FactorOut
    queryset = ContributingFactor.objects.none()

    def get_queryset(self) -> QuerySet[ContributingFactor]:
        return self.of_write_up("factors")

    def words_in(self, row: Any) -> Iterable[str]:
        yield row.text

    @says(
        given=AddingFactor,
        out=FactorOut,
        status=201,
        example={"text": "Nothing watched the queue.", "kind": "detection"},
    )
    def create(self, request: Request, write_up: int) -> Response:
        """Name one more."""
        postmortem = self.allow(permissions.may_edit)
        return self.made(self.do(factors.add_factor, postmortem, given=AddingFactor))

    @verb(status=204)
    def remove(self, request: Request, write_up: int, pk: int) -> Response:
        """Take one out."""
        self.allow(permissions.may_edit)
        self.do(factors.remove_factor, self.get_object())
        return Response(status=204)


class WriteUpMomentOut(serializers.ModelSerializer[WriteUpMoment]):
    """A moment as its editors see it; `is_torn` where it and its incident were both changed."""

    incident = serializers.SerializerMethodField()
    incident_says = serializers.SerializerMethodField()
    is_torn = serializers.BooleanField(read_only=True)

    class Meta:
        model = WriteUpMoment
        fields = [
            "id",
            "occurred_at",
            "text",
            "incident",
            "incident_says",
            "was_edited",
            "is_left_out",
            "is_torn",
            "revision",
        ]
        read_only_fields = fields

    def get_incident(self, moment: WriteUpMoment) -> str | None:
        return moment.source.incident.reference if moment.source else None

    def get_incident_says(self, moment: WriteUpMoment) -> str:
        return moment.source.text if moment.source and moment.source_changed else ""


class AddingMoment(Given):
    text = Words(max_length=LONGEST, required=True, allow_blank=False)
    occurred_at = Moment()


class EditingMoment(Given):
    text = Words(max_length=LONGEST, required=True, allow_blank=False)
    occurred_at = Moment(required=False)


class LeavingOut(Given):
    is_left_out = serializers.BooleanField()


class Settling(Given):
    takes_theirs = serializers.BooleanField()


class RefreshedOut(serializers.Serializer[Any]):
    """How many moments are new, have changed, and wait for somebody to choose."""

    new = serializers.IntegerField(read_only=True)
    changed = serializers.IntegerField(read_only=True)
    torn = serializers.IntegerField(read_only=True)


class MomentViewSet(InWriteUp):
    """The timeline as it was written, with what is left out; those who may edit it see this."""

    serializer_class = WriteUpMomentOut
    queryset = WriteUpMoment.objects.none()
    needs_match = frozenset({"edit"})

    def get_queryset(self) -> QuerySet[WriteUpMoment]:
        if "write_up" not in self.kwargs:
            return self.of_write_up("moments")
        self.allow(permissions.may_edit)
        shown = self.write_up.moments.shown()
        return shown.select_related("source__incident")

    @says(
        given=AddingMoment,
        out=WriteUpMomentOut,
        status=201,
        example={"text": "The queue is empty.", "occurred_at": "2026-11-25T09:40:00Z"},
    )
    def create(self, request: Request, write_up: int) -> Response:
        """Add a moment that no incident has."""
        postmortem = self.allow(permissions.may_edit)
        return self.made(self.do(moments.add_moment, postmortem, given=AddingMoment))

    @verb(detail=False, out=RefreshedOut)
    def refresh(self, request: Request, write_up: int) -> Response:
        """Bring in what its incidents have now. Nothing that was edited here is written over."""
        return self.told(self.do(moments.refresh_moments, self.allow(permissions.may_edit)))

    @verb(given=EditingMoment, out=WriteUpMomentOut)
    def edit(self, request: Request, write_up: int, pk: int) -> Response:
        """Put a moment into better words, or at a better time. Its incident keeps its own."""
        return self.press(_edit)

    @verb("leave-out", given=LeavingOut, out=WriteUpMomentOut)
    def leave_out(self, request: Request, write_up: int, pk: int) -> Response:
        """Leave it out of what is read, or put it back."""
        return self.press(moments.leave_moment_out)

    @verb(given=Settling, out=WriteUpMomentOut)
    def settle(self, request: Request, write_up: int, pk: int) -> Response:
        """Where it was changed here and in its incident, choose which of the two it says."""
        return self.press(moments.settle_moment)

    def press(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.get_object())
        return self.shown(self.again())


def _edit(moment: WriteUpMoment, *, by: User, **words: Any) -> WriteUpMoment:
    """If-Match has compared it under the lock, so the revision there now is the one meant."""
    moment.refresh_from_db(fields=["revision"])
    return moments.edit_moment(moment, by=by, revision=moment.revision, **words)


class CoveredOut(serializers.ModelSerializer[Incident]):
    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Incident
        fields = ["reference", "page", "title", "is_restricted"]
        read_only_fields = fields


class Covering(Given):
    """With a restricted one, fewer people see the write-up: `is_understood` says you know."""

    incident = ReferenceField()
    is_understood = serializers.BooleanField(default=False)


class TakingOut(Given):
    """Without a restricted one, more people see the write-up: `is_understood` says you know."""

    is_understood = serializers.BooleanField(default=False)


class CoveredViewSet(InWriteUp):
    """The incidents that the write-up tells of."""

    serializer_class = CoveredOut
    queryset = Incident.objects.none()
    lookup_url_kwarg = "number"
    lookup_value_converter = "reference"

    def get_queryset(self) -> QuerySet[Incident]:
        if "write_up" not in self.kwargs:
            return self.of_write_up("incidents")
        return self.write_up.incidents.standing()

    @says(given=Covering, status=204, example={"incident": "INC-97"})
    def create(self, request: Request, write_up: int) -> Response:
        """Tell of one more. Its key moments come with a refresh of the timeline."""
        postmortem = self.allow(permissions.may_change_incidents)
        self.do(covering.add_incident, postmortem, given=Covering)
        return Response(status=204)

    @verb("take-out", given=TakingOut, status=204)
    def take_out(self, request: Request, write_up: int, number: int) -> Response:
        """Tell of it no more. What people wrote in the sections stays."""
        postmortem = self.allow(permissions.may_change_incidents)
        self.do(covering.take_incident_out, postmortem, incident=self.get_object())
        return Response(status=204)
