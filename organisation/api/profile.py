"""What somebody says of themselves. Readers do that, too; a script is nobody and has none."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organisation.api.directory import SpellOut, told_spells
from organisation.api.shared import Clock, TeamField
from people.api.asking import user_of
from people.api.given import Given, Text
from people.api.permissions import TokenOpensRoom
from people.api.verbs import reading, says, verb
from people.api.views import Room
from people.domain.accounts import change_profile, confirm_zone
from people.domain.avatars import put_up_avatar, take_down_avatar
from people.domain.away import be_away, be_back
from people.forms import countries_or_none, time_zones
from people.models import User, Weekday
from people.models.user import check_time_zone


class PeopleOnly(BasePermission):
    message = _("A script is nobody, so there is nothing to say of it.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return not user_of(request).is_service


class ProfileOut(serializers.ModelSerializer[User]):
    """What somebody says of themselves, and where they belong."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    team = TeamField(read_only=True, allow_null=True)
    workday_starts = Clock(read_only=True)
    workday_ends = Clock(read_only=True)
    away = serializers.SerializerMethodField()
    has_picture = serializers.BooleanField(source="avatar", read_only=True)

    class Meta:
        model = User
        fields = [
            "id",
            "name",
            "display_name",
            "email",
            "pronouns",
            "title",
            "team",
            "role",
            "is_senior",
            "time_zone",
            "is_zone_confirmed",
            "workday_starts",
            "workday_ends",
            "workdays",
            "country",
            "away",
            "has_picture",
        ]
        read_only_fields = fields

    @extend_schema_field(SpellOut(many=True))
    def get_away(self, person: User) -> list[dict[str, Any]]:
        return told_spells(person)


class Zone(serializers.CharField):
    """A time zone by its name, such as Europe/London."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, **kwargs)
        self.validators.append(check_time_zone)

    def to_internal_value(self, data: Any) -> str:
        said = super().to_internal_value(data)
        if said not in dict(time_zones()):
            check_time_zone("")
        return said


class SayingOfOneself(Given):
    display_name = Text(max_length=120, required=True)
    pronouns = Text(max_length=40)
    title = Text(max_length=120)
    is_senior = serializers.BooleanField()
    time_zone = Zone()
    workday_starts = Clock()
    workday_ends = Clock()
    workdays = serializers.ListField(
        child=serializers.ChoiceField(Weekday.choices), min_length=1, max_length=7
    )
    country = serializers.CharField(max_length=2, allow_blank=True, default="")

    def validate_country(self, said: str) -> str:
        if said not in dict(countries_or_none()):
            raise serializers.ValidationError(_("Choose one from the list."))
        return said

    def validate_workdays(self, said: list[int]) -> list[int]:
        return sorted(set(said))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["workday_starts"] >= attrs["workday_ends"]:
            says = _("The workday ends after it starts.")
            raise serializers.ValidationError({"workday_ends": [says]})
        return attrs


class SettlingZone(Given):
    time_zone = Zone()


class BeingAway(Given):
    """Both days are included."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()


class PictureOfOneself(Given):
    file = serializers.FileField()


class ProfileViewSet(Room):
    room = "organisation"
    permission_classes = [IsAuthenticated, TokenOpensRoom, PeopleOnly]
    serializer_class = ProfileOut
    queryset = User.objects.none()

    def told_again(self) -> Response:
        return self.shown(User.objects.select_related("team").get(pk=self.user.pk))

    @reading("profile", detail=False, out=ProfileOut)
    def read(self, request: Request) -> Response:
        """Whoever asks, as they say it themselves."""
        return self.told_again()

    @verb("change", detail=False, given=SayingOfOneself, out=ProfileOut)
    def change(self, request: Request) -> Response:
        """Say something else of oneself."""
        self.do(change_profile, self.user)
        return self.told_again()

    @verb("zone", detail=False, given=SettlingZone, out=ProfileOut)
    def zone(self, request: Request) -> Response:
        """Say in which time zone one is."""
        self.do(confirm_zone, self.user)
        return self.told_again()

    @verb("go-away", detail=False, given=BeingAway, out=ProfileOut)
    def go_away(self, request: Request) -> Response:
        """Be away from one day to another. Nobody asks for anything then."""
        self.do(be_away, self.user)
        return self.told_again()

    @verb("come-back", detail=False, given=BeingAway, out=ProfileOut)
    def come_back(self, request: Request) -> Response:
        """Not be away on these days after all."""
        self.do(be_back, self.user)
        return self.told_again()

    @verb("remove-picture", detail=False, out=ProfileOut)
    def remove_picture(self, request: Request) -> Response:
        """Show initials again."""
        self.do(take_down_avatar, self.user)
        return self.told_again()


class OwnPictureViewSet(Room):
    """One's picture, as multipart/form-data."""

    room = "organisation"
    permission_classes = [IsAuthenticated, TokenOpensRoom, PeopleOnly]
    parser_classes = [MultiPartParser]
    serializer_class = ProfileOut
    queryset = User.objects.none()

    @says(given=PictureOfOneself, out=ProfileOut)
    def create(self, request: Request) -> Response:
        """Show a picture of oneself (PNG, JPEG, GIF or WebP, up to 10 MB)."""
        self.do(put_up_avatar, self.user, given=PictureOfOneself)
        return self.shown(User.objects.select_related("team").get(pk=self.user.pk))
