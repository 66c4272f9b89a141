"""How a write-up is read before it is published: who was asked, and what they said."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField
from people.api.given import Given, Text
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.models import User
from postmortems import permissions
from postmortems.api.reading import Told
from postmortems.api.shared import InWriteUp
from postmortems.domain import reviewing
from postmortems.models import CHECKLIST, ReviewRound, Verdict
from postmortems.queries.reviewing import with_reviewers


class RoundOut(serializers.ModelSerializer[ReviewRound]):
    """One reading. Whoever was asked is told by team where the write-up calls people by role."""

    reviewer = serializers.SerializerMethodField()
    is_yours = serializers.SerializerMethodField()
    can_be_taken_over = serializers.BooleanField(read_only=True)
    remarks = Told()

    class Meta:
        model = ReviewRound
        fields = [
            "id",
            "reviewer",
            "is_yours",
            "asked_at",
            "can_be_taken_over",
            "verdict",
            "remarks",
            *CHECKLIST,
            "decided_at",
        ]
        read_only_fields = fields

    def get_reviewer(self, this_round: ReviewRound) -> str:
        teams = this_round.teams  # type: ignore[attr-defined]  # read by with_reviewers
        return this_round.postmortem.naming.reviewer(this_round.reviewer, teams)

    def get_is_yours(self, this_round: ReviewRound) -> bool:
        user: User = self.context["view"].user
        return this_round.reviewer_id == user.pk


class AskingForReview(Given):
    reviewer = PersonField()


class GivingVerdict(Given):
    """`remarks` say what is suggested, and what was learnt."""

    verdict = serializers.ChoiceField([(one.value, one.label) for one in Verdict if one])
    remarks = Text(max_length=20_000)
    has_several_factors = serializers.BooleanField(default=False)
    changes_the_system = serializers.BooleanField(default=False)
    names_nobody_as_a_cause = serializers.BooleanField(default=False)
    a_new_joiner_could_follow = serializers.BooleanField(default=False)


class RoundViewSet(InWriteUp):
    """The rounds of review, in the order in which they were asked for."""

    serializer_class = RoundOut
    queryset = ReviewRound.objects.none()

    def get_queryset(self) -> QuerySet[ReviewRound]:
        return with_reviewers(self.of_write_up("rounds"))

    def words_in(self, row: Any) -> Iterable[str]:
        yield row.remarks

    @says(given=AskingForReview, out=RoundOut, status=201, example={"reviewer": 7})
    def create(self, request: Request, write_up: int) -> Response:
        """Ask a tech lead who has not written in it to read it."""
        postmortem = self.allow(permissions.may_edit)
        return self.made(self.do(reviewing.ask_for_review, postmortem, given=AskingForReview))

    @verb("ask-another", given=AskingForReview, out=RoundOut)
    def ask_another(self, request: Request, write_up: int, pk: int) -> Response:
        """Ask another lead instead."""
        return self.press(reviewing.ask_another_lead, permissions.may_ask_another)

    @verb("take-over", out=RoundOut)
    def take_over(self, request: Request, write_up: int, pk: int) -> Response:
        """Read it in the place of a lead who has not come to it."""
        return self.press(reviewing.take_over_review, permissions.may_take_over)

    @verb(given=GivingVerdict, out=RoundOut, example={"verdict": "approved"})
    def verdict(self, request: Request, write_up: int, pk: int) -> Response:
        """Approve it, or suggest changes."""
        return self.press(reviewing.give_verdict, permissions.may_review)

    def press(
        self, function: Callable[..., Any], may: Callable[[User, ReviewRound], bool]
    ) -> Response:
        this_round = self.get_object()
        allow(may(self.user, this_round))
        self.do(function, this_round)
        return self.shown(self.again())
