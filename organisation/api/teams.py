"""Teams and their rotas: read by everybody, kept by admins, and rotas also by tech leads."""

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField, PersonOut
from organisation.domain import teams as verbs
from organisation.permissions import may_keep_organisation
from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists
from people.domain import rota
from people.models import RotaPlace, Team, User
from people.permissions import may_keep_rota


class RotaPlaceOut(serializers.ModelSerializer[RotaPlace]):
    person = PersonOut(read_only=True)

    class Meta:
        model = RotaPlace
        fields = ["id", "position", "person"]
        read_only_fields = fields


class TeamOut(serializers.ModelSerializer[Team]):
    """A team; its rota is for those who keep it, and empty for others."""

    tech_leads = PersonOut(many=True, read_only=True)
    rota = serializers.SerializerMethodField()

    class Meta:
        model = Team
        fields = ["id", "name", "tech_leads", "rota"]
        read_only_fields = fields

    @extend_schema_field(RotaPlaceOut(many=True))
    def get_rota(self, team: Team) -> list[dict[str, object]]:
        user: User = self.context["request"].user
        leads = {one.pk for one in team.tech_leads.all()}
        if not user.may_write or not (user.is_admin or user.pk in leads):
            return []
        return [*RotaPlaceOut(team.rota.all(), many=True).data]


class KeepingTeam(Given):
    """`tech_leads` are numbers of people."""

    name = Text(max_length=80, required=True)
    tech_leads = PersonField(many=True, required=False)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        return {"tech_leads": []} | attrs


class PuttingOnRota(Given):
    person = PersonField()


class MovingOnRota(Given):
    position = serializers.IntegerField(
        min_value=0, max_value=10_000, help_text="Among the others, counted from 0."
    )


class TeamViewSet(Lists):
    room = "organisation"
    serializer_class = TeamOut
    pagination_class = OldestFirst
    lookup_value_converter = "int"
    queryset = Team.objects.none()

    def get_queryset(self) -> QuerySet[Team]:
        leads = Prefetch("tech_leads", User.objects.order_by("display_name", "email"))
        places = Prefetch("rota", RotaPlace.objects.in_order().select_related("person"))
        return Team.objects.prefetch_related(leads, places)

    def made(self, team: Team, *, status: int = 200) -> Response:
        return self.shown(self.get_queryset().get(pk=team.pk), status=status)

    @says(given=KeepingTeam, out=TeamOut, status=201, example={"name": "Payments"})
    def create(self, request: Request) -> Response:
        """Make a team, as an admin."""
        allow(may_keep_organisation(self.user))
        return self.made(self.do(verbs.make_team, given=KeepingTeam), status=201)

    @verb(given=KeepingTeam, out=TeamOut)
    def change(self, request: Request, pk: int) -> Response:
        """Say what it is called and who leads it, as an admin."""
        allow(may_keep_organisation(self.user))
        return self.made(self.do(verbs.change_team, self.get_object()))

    @verb(status=204)
    def discard(self, request: Request, pk: int) -> Response:
        """Let a team go that nobody is in and nothing belongs to, as an admin."""
        allow(may_keep_organisation(self.user))
        self.do(verbs.delete_team, self.get_object())
        return Response(status=204)

    @verb("put-on-rota", given=PuttingOnRota, out=TeamOut)
    def put_on_rota(self, request: Request, pk: int) -> Response:
        """Put somebody last on its rota."""
        team = self.of_rota()
        self.do(rota.put_on_rota, team)
        return self.made(team)

    @verb("rota/<int:place>/take-off", out=TeamOut)
    def take_off_rota(self, request: Request, pk: int, place: int) -> Response:
        """Take somebody off its rota."""
        return self.made(self.do(rota.take_off_rota, self.place_of(self.of_rota())))

    @verb("rota/<int:place>/move", given=MovingOnRota, out=TeamOut)
    def move_on_rota(self, request: Request, pk: int, place: int) -> Response:
        """Put somebody at another place of its rota."""
        return self.made(self.do(rota.move_on_rota, self.place_of(self.of_rota())))

    def of_rota(self) -> Team:
        team: Team = self.get_object()
        allow(may_keep_rota(self.user, team))
        return team

    def place_of(self, team: Team) -> RotaPlace:
        places = RotaPlace.objects.select_related("team", "person")
        return get_object_or_404(places, team=team, pk=self.kwargs["place"])
