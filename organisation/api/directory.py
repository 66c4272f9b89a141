"""The directory: everybody who is here, for everybody who is here."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.models import Service
from organisation.api.shared import Clock, TeamField, understood
from organisation.forms.directory import FindPeopleForm
from people.api.paging import NewestFirst
from people.api.views import Lists
from people.domain.away import spells
from people.hours import is_working
from people.models import User


class SpellOut(serializers.Serializer[Any]):
    first_day = serializers.DateField(read_only=True)
    last_day = serializers.DateField(read_only=True)


def told_spells(person: User) -> list[dict[str, Any]]:
    """Days as JSON has them."""
    return [
        {"first_day": first.isoformat(), "last_day": last.isoformat()}
        for first, last in spells(person)
    ]


class ColleagueOut(serializers.ModelSerializer[User]):
    """Somebody, as everybody here may know them."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    page = serializers.CharField(source="get_absolute_url", read_only=True)
    team = TeamField(read_only=True, allow_null=True)
    leads = serializers.SerializerMethodField(help_text="Names of the teams they lead.")
    knows = serializers.SerializerMethodField(help_text="Services that they know well.")
    workday_starts = Clock(read_only=True)
    workday_ends = Clock(read_only=True)
    away = serializers.SerializerMethodField()
    is_here = serializers.BooleanField(source="is_active", read_only=True)
    is_at_work = serializers.SerializerMethodField(help_text="Whether they are working now.")

    class Meta:
        model = User
        fields = [
            "id",
            "page",
            "name",
            "pronouns",
            "title",
            "team",
            "leads",
            "knows",
            "time_zone",
            "workday_starts",
            "workday_ends",
            "workdays",
            "away",
            "is_here",
            "is_at_work",
        ]
        read_only_fields = fields

    def get_leads(self, person: User) -> list[str]:
        return [team.name for team in person.leads_teams.all()]

    def get_knows(self, person: User) -> list[str]:
        return [service.slug for service in person.known_services]  # type: ignore[attr-defined]

    @extend_schema_field(SpellOut(many=True))
    def get_away(self, person: User) -> list[dict[str, Any]]:
        return told_spells(person)

    def get_is_at_work(self, person: User) -> bool:
        return person.is_active and is_working(person, timezone.now())


class ByName(NewestFirst):
    ordering = ("called", "pk")


class ColleagueViewSet(Lists):
    """People here, by name; by number, also who has left."""

    room = "organisation"
    serializer_class = ColleagueOut
    pagination_class = ByName
    lookup_value_converter = "int"
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        people = User.objects.by_name().filter(erased_at=None, is_service=False)
        if self.action == "list":
            wanted = understood(FindPeopleForm(self.request.query_params))
            people = User.objects.arrived().by_name().named(wanted["q"])
            if wanted["team"]:
                people = people.filter(team=wanted["team"])
        services = Prefetch("knows_services", Service.objects.order_by("name"), "known_services")
        return people.select_related("team").prefetch_related("leads_teams", services)

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="Words of a name or a title."),
            OpenApiParameter("team", int, description="The number of a team."),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everybody who is here, by name."""
        return super().list(request, *args, **kwargs)
