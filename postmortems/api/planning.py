"""Follow-ups planned from a write-up, and what is missing from the docs."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField
from incidents.models import Service
from people.api.given import Given, Text
from people.api.permissions import allow
from people.api.verbs import says
from postmortems import permissions
from postmortems.api.follow_ups import FollowUpOut, OfFollowUps
from postmortems.api.shared import InWriteUp
from postmortems.domain import following_up, gaps
from postmortems.models import FollowUp, FollowUpKind
from postmortems.queries.follow_ups import for_rows, to_show


class Planning(Given):
    what = Text(max_length=2_000, required=True)
    kind = serializers.ChoiceField(FollowUpKind.choices)
    owner = PersonField(default=None, allow_null=True)
    due_on = serializers.DateField(default=None, allow_null=True)
    link = serializers.URLField(max_length=1_000, default="", allow_blank=True)


class MissingInDocs(Given):
    what = Text(max_length=2_000, required=True)


class FollowUpOfWriteUpViewSet(OfFollowUps, InWriteUp):
    """What follows from a write-up. What becomes of it is said at `/follow-ups/`."""

    def get_queryset(self) -> QuerySet[FollowUp]:
        if self.action == "list":
            return for_rows(FollowUp.objects.visible_to(self.user).filter(postmortem=self.write_up))
        return to_show(self.user).filter(postmortem=self.kwargs.get("write_up"))

    @says(
        given=Planning,
        out=FollowUpOut,
        status=201,
        example={"what": "An alert on the length of the queue", "kind": "detection"},
    )
    def create(self, request: Request, write_up: int) -> Response:
        """Plan a change to the system."""
        postmortem = self.allow(permissions.may_plan)
        return self.planned(self.do(following_up.add_follow_up, postmortem, given=Planning))


class GapViewSet(OfFollowUps, InWriteUp):
    """What a write-up shows to be missing from the docs."""

    http_method_names = ["post"]

    @says(
        given=MissingInDocs, out=FollowUpOut, status=201, example={"what": "How to empty the queue"}
    )
    def create(self, request: Request, write_up: int) -> Response:
        """Say that something is missing. It is nobody's until somebody takes it."""
        postmortem = self.allow(permissions.may_plan)
        return self.planned(self.do(gaps.miss_in_write_up, postmortem, given=MissingInDocs))


class GapAtServiceViewSet(OfFollowUps):
    """What is missing from the docs of a service."""

    @says(given=MissingInDocs, out=FollowUpOut, status=201, example={"what": "Who to ask at night"})
    def create(self, request: Request, slug: str) -> Response:
        """Say that something is missing. It is nobody's until somebody takes it."""
        service = get_object_or_404(Service, slug=slug)
        allow(permissions.may_plan(self.user, None))
        return self.planned(self.do(gaps.miss_at_service, service, given=MissingInDocs))

    def read_again(self, thing: Any) -> Any:
        return {"slug": thing.slug}
