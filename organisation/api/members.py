"""Accounts, as admins keep them: invited, changed, leaving and coming back."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField
from organisation.api.directory import ByName
from organisation.api.shared import ForAdmins, TeamField, understood
from organisation.domain import leaving, members
from organisation.forms.members import MembersFinder
from organisation.queries.leaving import SORTS, Pile, held_by
from organisation.queries.members import STATES
from people.api.given import Given, Text
from people.api.paging import Whole
from people.api.verbs import reading, says, verb
from people.api.views import Lists
from people.models import Role, User
from people.models.user import UserQuerySet


class MemberOut(serializers.ModelSerializer[User]):
    """An account, as admins see it."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    team = TeamField(read_only=True, allow_null=True)
    is_here = serializers.BooleanField(source="is_active", read_only=True)
    has_arrived = serializers.BooleanField(
        read_only=True, help_text="Whether they have answered their invitation, if there was one."
    )

    class Meta:
        model = User
        fields = [
            "id",
            "name",
            "display_name",
            "email",
            "title",
            "team",
            "role",
            "is_senior",
            "is_here",
            "has_arrived",
            "invited_at",
            "left_at",
            "erasure_asked_at",
        ]
        read_only_fields = fields


class Inviting(Given):
    display_name = Text(max_length=120, required=True)
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(Role.choices, default=Role.MEMBER)
    team = TeamField(default=None)

    def validate_email(self, said: str) -> str:
        return said.lower()


class ChangingMember(Given):
    display_name = Text(max_length=120, required=True, allow_blank=True)
    role = serializers.ChoiceField(Role.choices)
    team = TeamField()
    title = Text(max_length=120, required=True, allow_blank=True)
    is_senior = serializers.BooleanField()


class Leaving(Given):
    """To whom each kind of what they hold goes, by number; what is left out is left open."""

    incidents = PersonField(default=None, allow_null=True)
    services = PersonField(default=None, allow_null=True)
    follow_ups = PersonField(default=None, allow_null=True)
    write_ups = PersonField(default=None, allow_null=True)
    reviews = PersonField(default=None, allow_null=True)
    debriefs = PersonField(default=None, allow_null=True)
    teams = PersonField(default=None, allow_null=True)


class HeldOut(serializers.Serializer[Pile]):
    """What somebody holds of one sort. Of what is restricted, only how much there is."""

    sort = serializers.ChoiceField([(sort, title) for sort, _with, title in SORTS], read_only=True)
    goes_with = serializers.CharField(
        read_only=True, help_text="The field of `leave` that it is handed on by; empty where none."
    )
    named = serializers.ListField(child=serializers.CharField(), read_only=True)
    count = serializers.IntegerField(read_only=True)


class MemberViewSet(ForAdmins, Lists):
    serializer_class = MemberOut
    pagination_class = ByName
    lookup_value_converter = "int"
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        people: UserQuerySet = User.objects.by_name().select_related("team")
        people = people.filter(erased_at=None, is_service=False)
        if self.action != "list":
            return people
        wanted = understood(MembersFinder(self.request.query_params))
        people = people.filter(STATES[wanted["state"] or "here"])
        if named := wanted["q"]:
            by_name = User.objects.by_name().named(named).values("pk")
            people = people.filter(Q(pk__in=by_name) | Q(email__contains=named.lower()))
        return people

    def now(self, person: User, *, status: int = 200) -> Response:
        return self.shown(self.get_queryset().get(pk=person.pk), status=status)

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="A part of a name, a title or an address."),
            OpenApiParameter("state", str, enum=list(STATES), description="`here` is usual."),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Accounts by name: who is here, invited, has left, or asked to be erased."""
        return super().list(request, *args, **kwargs)

    @says(
        given=Inviting,
        out=MemberOut,
        status=201,
        example={"display_name": "Nia Kamau", "email": "nia@example.org"},
    )
    def create(self, request: Request) -> Response:
        """Make an account for somebody, and write to them."""
        return self.now(self.do(members.invite_person, given=Inviting), status=201)

    @verb(given=ChangingMember, out=MemberOut)
    def change(self, request: Request, pk: int) -> Response:
        """Say what somebody may do here, and where they belong."""
        return self.now(self.do(members.change_member, self.get_object()))

    @verb("invite-again", out=MemberOut)
    def invite_again(self, request: Request, pk: int) -> Response:
        """Send the invitation once more."""
        return self.now(self.do(members.invite_again, self.get_object()))

    @verb(status=204)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take an invitation back, and the account that nobody has used with it."""
        self.do(members.withdraw_invitation, self.get_object())
        return Response(status=204)

    @reading(out=HeldOut, many=True, pages=Whole)
    def holds(self, request: Request, pk: int) -> Response:
        """What somebody holds, which goes to others when they leave."""
        return self.paged(held_by(self.get_object(), reader=self.user))

    @verb(given=Leaving, out=MemberOut)
    def leave(self, request: Request, pk: int) -> Response:
        """Hand on what somebody holds, and close their account."""
        return self.now(self.do(leaving.let_leave, self.get_object()))

    @verb("let-back", out=MemberOut)
    def let_back(self, request: Request, pk: int) -> Response:
        """Open an account again, and write how to sign in."""
        return self.now(self.do(leaving.let_back, self.get_object()))
