"""Follow-ups: planned, taken on, handed over, done, and whether they helped."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField, PersonOut
from people.api.given import Given, Text
from people.api.paging import NewestFirst, OldestFirst
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Lists, Room
from people.models import User
from postmortems import permissions
from postmortems.api.reading import Told
from postmortems.api.shared import Words
from postmortems.domain import checking, following_up, handing_over
from postmortems.forms.follow_up_filters import NARROWING, FollowUpFilterForm
from postmortems.models import (
    FollowUp,
    FollowUpAnswer,
    FollowUpKind,
    FollowUpState,
    FollowUpStep,
    Helped,
    StepKind,
)
from postmortems.queries.follow_ups import for_rows, narrowed, to_show
from postmortems.queries.naming import name_in_lines


class FollowUpRow(serializers.ModelSerializer[FollowUp]):
    """A change to the system; `write_up` and `story` say where it comes from, if they are there."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    what = Told()
    owner = PersonOut(source="keeper", read_only=True, allow_null=True)
    link = serializers.CharField(read_only=True)
    let_go_because = Told()
    write_up = serializers.IntegerField(source="postmortem_id", read_only=True, allow_null=True)
    story = serializers.IntegerField(source="story_number", read_only=True, allow_null=True)
    is_overdue = serializers.BooleanField(read_only=True)

    class Meta:
        model = FollowUp
        fields = [
            "id",
            "page",
            "what",
            "kind",
            "state",
            "owner",
            "due_on",
            "is_overdue",
            "link",
            "came_from",
            "write_up",
            "story",
            "handed_to",
            "let_go_because",
            "created_at",
            "done_at",
        ]
        read_only_fields = fields


class HelpedOut(serializers.ModelSerializer[FollowUpAnswer]):
    """Whether it helped, as somebody said so many days after it was done."""

    by = PersonOut(read_only=True, allow_null=True)

    class Meta:
        model = FollowUpAnswer
        fields = ["check_after", "answer", "note", "by", "at"]
        read_only_fields = fields


class FollowUpOut(FollowUpRow):
    """A follow-up with the services whose docs it is missing from, and whether it helped."""

    services: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "slug", many=True, read_only=True
    )
    answers = HelpedOut(many=True, read_only=True)

    class Meta(FollowUpRow.Meta):
        fields = [*FollowUpRow.Meta.fields, "services", "answers"]
        read_only_fields = fields


class StepOut(serializers.ModelSerializer[FollowUpStep]):
    """One thing that happened to it; what a plan was before is told as it was."""

    by = PersonOut(read_only=True, allow_null=True)
    to = PersonOut(read_only=True, allow_null=True)
    note = serializers.SerializerMethodField()

    class Meta:
        model = FollowUpStep
        fields = ["kind", "at", "by", "to", "note"]
        read_only_fields = fields

    def get_note(self, step: FollowUpStep) -> str:
        write_up = step.follow_up.postmortem
        if write_up is None or step.kind == StepKind.EDITED:
            return step.note
        return write_up.naming.text(step.note)


class Replanning(Given):
    """Only what is given changes."""

    what = Words(max_length=2_000, allow_blank=False)
    kind = serializers.ChoiceField(FollowUpKind.choices, required=False)
    owner = PersonField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    link = serializers.URLField(max_length=1_000, required=False, allow_blank=True)


class HandingOverFollowUp(Given):
    to = PersonField()
    note = Text(max_length=500)


class PassingOn(Given):
    where = Text(max_length=300, required=True)
    link = serializers.URLField(max_length=1_000, default="", allow_blank=True)


class Completing(Given):
    note = Text(max_length=500)


class KeepingFollowUp(Given):
    due_on = serializers.DateField()


class LettingGo(Given):
    reason = Text(max_length=500, required=True)


class ReopeningFollowUp(Given):
    reason = Text(max_length=500, required=True)


class SayingWhetherItHelped(Given):
    answer = serializers.ChoiceField(Helped.choices)
    note = Text(max_length=500)


class OfFollowUps(Room):
    """What every address of follow-ups shares."""

    room = "write-ups"
    queryset = FollowUp.objects.none()

    def get_serializer_class(self) -> type[serializers.BaseSerializer[FollowUp]]:
        return FollowUpRow if self.action == "list" else FollowUpOut

    def prepare(self, rows: Sequence[Any]) -> None:
        name_in_lines(rows)

    def planned(self, follow_up: FollowUp) -> Response:
        """What was just planned, as it is shown."""
        return self.shown(to_show(self.user).get(pk=follow_up.pk), status=201)


STATES = [state.value for state in FollowUpState]
SAID = {
    "state": _("One of open (unless said otherwise), done, handed_over and let_go."),
    "owner": _("A number of an account, `me` or `nobody`."),
    "team": _("The number of a team."),
    "service": _("The slug of a service."),
    "kind": _("A kind of change."),
    "age": _("`overdue`, `soon`, `month` or `quarter`, as on the page."),
}


@extend_schema_view(
    list=extend_schema(
        parameters=[OpenApiParameter(name, description=str(said)) for name, said in SAID.items()]
    )
)
class FollowUpViewSet(OfFollowUps, Lists):
    """Follow-ups of everything one may see, those planned last first."""

    pagination_class = NewestFirst
    lookup_value_converter = "int"
    needs_match = frozenset({"edit"})

    def get_queryset(self) -> QuerySet[FollowUp]:
        if self.action != "list":
            return to_show(self.user)
        form = FollowUpFilterForm.read(self.request.query_params)
        wrong = {name: [*said] for name, said in form.errors.items()}
        if wrong := {name: said for name, said in wrong.items() if name in ("state", *NARROWING)}:
            raise serializers.ValidationError(wrong)
        return for_rows(narrowed(self.user, form.wanted))

    def own(self) -> FollowUp:
        follow_up: FollowUp = self.get_object()
        allow(permissions.may_plan(self.user, follow_up.postmortem))
        return follow_up

    def press(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.own())
        return self.shown(self.get_object())

    @reading(out=StepOut, many=True)
    def steps(self, request: Request, pk: int) -> Response:
        """What happened to it so far, oldest first."""
        follow_up = self.get_object()
        name_in_lines([follow_up])
        self.pagination_class = OldestFirst
        return self.paged(follow_up.steps.select_related("by", "to"))

    @verb(given=Replanning, out=FollowUpOut)
    def edit(self, request: Request, pk: int) -> Response:
        """Plan it differently. What it was before stays among its steps."""
        return self.press(_edit)

    @verb(given=Completing, out=FollowUpOut)
    def done(self, request: Request, pk: int) -> Response:
        """The change is made."""
        return self.press(following_up.complete_follow_up)

    @verb("let-go", given=LettingGo, out=FollowUpOut)
    def let_go(self, request: Request, pk: int) -> Response:
        """Decide that it will not be made, and say why."""
        return self.press(following_up.let_go_of_follow_up)

    @verb(given=ReopeningFollowUp, out=FollowUpOut)
    def reopen(self, request: Request, pk: int) -> Response:
        """There is something to do after all."""
        return self.press(following_up.reopen_follow_up)

    @verb(given=KeepingFollowUp, out=FollowUpOut)
    def keep(self, request: Request, pk: int) -> Response:
        """It is still worth doing, by another day."""
        return self.press(following_up.keep_follow_up)

    @verb(out=FollowUpOut)
    def take(self, request: Request, pk: int) -> Response:
        """Make one yours that nobody has."""
        return self.press(handing_over.take_follow_up)

    @verb("hand-over", given=HandingOverFollowUp, out=FollowUpOut)
    def hand_over(self, request: Request, pk: int) -> Response:
        """Hand it to somebody here."""
        return self.press(handing_over.hand_over_follow_up)

    @verb("pass-on", given=PassingOn, out=FollowUpOut)
    def pass_on(self, request: Request, pk: int) -> Response:
        """Somewhere else has it now: another tracker, a vendor."""
        return self.press(handing_over.pass_on_follow_up)

    @verb(given=SayingWhetherItHelped, out=FollowUpOut, example={"answer": "helped"})
    def helped(self, request: Request, pk: int) -> Response:
        """Say whether it helped, 30 and 90 days after it was done."""
        return self.press(checking.say_whether_it_helped)


def _edit(follow_up: FollowUp, *, by: User, **said: Any) -> FollowUp:
    """If-Match has compared it under the lock, so what happened last is what they have seen."""
    now = following_up.lock(follow_up)
    plan = {name: getattr(now, name) for name in following_up.PLANS} | said
    seen = following_up.last_step(now)
    return following_up.edit_follow_up(now, by=by, seen=seen, **plan)
