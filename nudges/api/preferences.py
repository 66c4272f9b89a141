"""What somebody wants to hear, and where."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nudges.api.shared import Personal
from nudges.channels.names import Channel
from nudges.domain.preferences import reset_preferences, set_preferences
from nudges.forms.preferences import PreferencesForm
from nudges.kinds import KINDS
from nudges.models import Preference
from people.api.given import Given
from people.api.verbs import reading, verb


def kinds(**more: Any) -> serializers.MultipleChoiceField:
    return serializers.MultipleChoiceField(choices=sorted(KINDS), **more)


class Choosing(Given):
    """The kinds that you want on each channel. A channel that is left out stays as it is."""

    wants_email = serializers.BooleanField()
    gathers_mail = serializers.BooleanField()
    email = kinds(required=False)
    push = kinds(required=False)
    chat = kinds(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        chosen = {channel: attrs.pop(channel.value) for channel in Channel if channel in attrs}
        return attrs | {"chosen": chosen}


class PreferencesOut(serializers.Serializer[dict[str, Any]]):
    wants_email = serializers.BooleanField(read_only=True)
    gathers_mail = serializers.BooleanField(read_only=True)
    email = serializers.ListField(child=serializers.CharField(), read_only=True)
    push = serializers.ListField(child=serializers.CharField(), read_only=True)
    chat = serializers.ListField(child=serializers.CharField(), read_only=True)


class PreferenceViewSet(Personal):
    serializer_class = PreferencesOut
    queryset = Preference.objects.none()
    for_readers = frozenset({"choose", "reset"})

    @reading("settings", detail=False, out=PreferencesOut)
    def read(self, request: Request) -> Response:
        """What you want to hear, and where."""
        return self.shown(PreferencesForm.of(self.user).initial)

    @verb(detail=False, given=Choosing, out=PreferencesOut)
    def choose(self, request: Request) -> Response:
        """Say what you want to hear."""
        return self.changed(set_preferences)

    @verb(detail=False, out=PreferencesOut)
    def reset(self, request: Request) -> Response:
        """Let every kind come as it does by itself."""
        return self.changed(reset_preferences)

    def changed(self, function: Any) -> Response:
        person = self.do(function, self.user)
        return self.shown(PreferencesForm.of(person).initial)

    def read_again(self, thing: Any) -> Any:
        thing.refresh_from_db()
        return self.show(PreferencesForm.of(thing).initial)
