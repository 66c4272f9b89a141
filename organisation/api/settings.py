"""The organisation's settings: read at once, changed subject by subject, by admins."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from organisation.api.shared import ForAdmins
from organisation.domain import settings as verbs
from people.api.given import Given, Text
from people.api.verbs import reading, verb
from people.forms import countries_or_none
from people.models import Organisation, Word
from people.organisation import as_it_is_now


class SettingsOut(serializers.ModelSerializer[Organisation]):
    class Meta:
        model = Organisation
        exclude = ["id"]


class Naming(Given):
    name = Text(max_length=80, required=True, allow_blank=True)
    postmortem_word = serializers.ChoiceField(Word.choices)


class Means(Text):
    """What a severity means here; empty shows Goldseam's own words."""

    def __init__(self) -> None:
        super().__init__(max_length=160, required=True, allow_blank=True)


class Minutes(serializers.IntegerField):
    """An update every so many minutes, or null."""

    def __init__(self) -> None:
        super().__init__(
            min_value=verbs.SHORTEST_WAIT, max_value=verbs.LONGEST_WAIT, allow_null=True
        )


class DefiningSeverities(Given):
    critical_means = Means()
    critical_minutes = Minutes()
    major_means = Means()
    major_minutes = Minutes()
    minor_means = Means()
    minor_minutes = Minutes()


class KeepingHolidays(Given):
    country = serializers.CharField(max_length=2, allow_blank=True)
    days_off = serializers.ListField(child=serializers.DateField(), max_length=verbs.MOST_DAYS_OFF)

    def validate_country(self, said: str) -> str:
        if said not in dict(countries_or_none()):
            raise serializers.ValidationError(_("Choose one from the list."))
        return said


class ChoosingChannels(Given):
    uses_mail = serializers.BooleanField()
    uses_browsers = serializers.BooleanField()
    uses_chats = serializers.BooleanField()


def _days(field: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=verbs.FEWEST_DAYS[field], max_value=verbs.MOST_DAYS)


class Keeping(Given):
    """In days."""

    audit_days = _days("audit_days")
    nudge_days = _days("nudge_days")
    delivery_days = _days("delivery_days")
    webhook_days = _days("webhook_days")
    export_days = _days("export_days")


class SettingsViewSet(ForAdmins):
    serializer_class = SettingsOut
    queryset = Organisation.objects.none()

    def lock(self, thing: Any) -> None:
        Organisation.objects.select_for_update().first()

    def read_again(self, thing: Any) -> Any:
        return self.show(as_it_is_now())

    def keep(self, function: Callable[..., Any]) -> Any:
        return self.do(function, only=as_it_is_now())

    @reading("settings", detail=False, out=SettingsOut)
    def read(self, request: Request) -> Response:
        """All settings, as they are now."""
        return self.shown(as_it_is_now())

    @verb("names", detail=False, given=Naming, out=SettingsOut)
    def names(self, request: Request) -> Response:
        """Say what the organisation is called, and what it calls a postmortem."""
        return self.shown(self.keep(verbs.name_things))

    @verb("severities", detail=False, given=DefiningSeverities, out=SettingsOut)
    def severities(self, request: Request) -> Response:
        """Say what each severity means here, and how often people hear of it."""
        return self.shown(self.keep(verbs.define_severities))

    @verb("holidays", detail=False, given=KeepingHolidays, out=SettingsOut)
    def holidays(self, request: Request) -> Response:
        """Say whose public holidays new people begin with, and when nobody works."""
        return self.shown(self.keep(verbs.keep_holidays))

    @verb("channels", detail=False, given=ChoosingChannels, out=SettingsOut)
    def channels(self, request: Request) -> Response:
        """Say where reminders may go besides the app."""
        return self.shown(self.keep(verbs.choose_channels))

    @verb("retention", detail=False, given=Keeping, out=SettingsOut)
    def retention(self, request: Request) -> Response:
        """Say for how long things are kept."""
        return self.shown(self.keep(verbs.keep_for))
