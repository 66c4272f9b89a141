"""Who is in an incident, in which role, and who may see it."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import InRoom, PersonField, PersonOut
from incidents.domain import restricting, room
from incidents.models import Access, Participation, ResponseRole
from people.api.given import Given, Text
from people.api.verbs import says, verb
from people.models import User


class ParticipationOut(serializers.ModelSerializer[Participation]):
    person = PersonOut(source="user", read_only=True)

    class Meta:
        model = Participation
        fields = ["id", "person", "role", "joined_at"]
        read_only_fields = fields


class AccessOut(serializers.ModelSerializer[Access]):
    person = PersonOut(source="user", read_only=True)

    class Meta:
        model = Access
        fields = ["id", "person", "given_at"]
        read_only_fields = fields


class TakingRole(Given):
    role = serializers.ChoiceField(ResponseRole.choices)
    instead_of = PersonField(required=False, allow_null=True)


class HandingOver(Given):
    role = serializers.ChoiceField(ResponseRole.choices)
    to = PersonField()
    instead_of = PersonField(required=False, allow_null=True)
    note = Text(max_length=500)


class LettingIn(Given):
    person = PersonField(queryset=User.objects.here())


class PeopleViewSet(InRoom):
    """Those who are here, in the order in which they came."""

    serializer_class = ParticipationOut
    queryset = Participation.objects.none()

    def get_queryset(self) -> QuerySet[Participation]:
        return self.of_room(Participation.objects.select_related("user"))

    @verb(detail=False, out=ParticipationOut)
    def join(self, request: Request, number: int) -> Response:
        """Come and help."""
        return self.told(self.do(room.join_incident, self.incident))

    @verb("take-role", detail=False, given=TakingRole, out=ParticipationOut)
    def take_role(self, request: Request, number: int) -> Response:
        """Say what you do here; `instead_of` is who had the role when you decided."""
        return self.told(self.do(room.take_role, self.incident))

    @verb("hand-over", detail=False, given=HandingOver, out=ParticipationOut)
    def hand_over(self, request: Request, number: int) -> Response:
        """Give a role to somebody else."""
        to = request.data.get("to") if isinstance(request.data, dict) else None
        incident = self.do(room.hand_over_role, self.incident)
        return self.told(incident.participations.select_related("user").get(user=to))


class AccessViewSet(InRoom):
    """Those who are not in a restricted incident and were let in."""

    serializer_class = AccessOut
    queryset = Access.objects.none()

    def get_queryset(self) -> QuerySet[Access]:
        return self.of_room(Access.objects.select_related("user"))

    @says(given=LettingIn, out=AccessOut, status=201)
    def create(self, request: Request, number: int) -> Response:
        """Let somebody see it."""
        return self.made(self.do(restricting.let_in, self.incident, given=LettingIn))

    @verb("take-back", status=204)
    def take_back(self, request: Request, number: int, pk: int) -> Response:
        """Let somebody see it no more."""
        self.do(restricting.take_access_back, self.get_object())
        return Response(status=204)

    @verb(detail=False, status=204)
    def restrict(self, request: Request, number: int) -> Response:
        """Let only those see it who are in it."""
        self.do(restricting.restrict_incident, self.incident)
        return Response(status=204)

    @verb("open-up", detail=False, status=204)
    def open_up(self, request: Request, number: int) -> Response:
        """Let everybody see it again."""
        self.do(restricting.open_up_incident, self.incident)
        return Response(status=204)
