"""Where messages go besides mail: chats, the rooms of teams, and browsers.

A browser adds itself, with a key of its own. What opens a chat is shown to nobody again.
"""

from functools import cached_property

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from nudges.api.shared import Personal
from nudges.channels.names import Channel
from nudges.domain import chats
from nudges.domain.browsers import take_out_browser, try_browser
from nudges.forms.chats import LONGEST
from nudges.models import Address
from nudges.permissions import may_set_rooms
from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists
from people.models import Team


class AddressOut(serializers.ModelSerializer[Address]):
    """A browser or a chat, without what opens it."""

    class Meta:
        model = Address
        fields = ["id", "label", "is_on", "created_at", "last_used_at", "last_error"]
        read_only_fields = fields


class AddingChat(Given):
    """A webhook of a chat, or an address as Apprise writes them; an empty label is made up."""

    address = Text(max_length=LONGEST, required=True)
    label = Text(max_length=80)  # type: ignore[assignment]


class TriedOut(serializers.Serializer[chats.Tried]):
    """What came of a test, in a sentence."""

    is_taken = serializers.BooleanField(read_only=True)
    says = serializers.CharField(read_only=True)


ADDING = {"address": "https://chat.example/hooks/…", "label": "My own channel"}


class Chats(Lists):
    """Chats, the oldest first."""

    room = "nudges"
    serializer_class = AddressOut
    pagination_class = OldestFirst
    queryset = Address.objects.none()
    lookup_value_converter = "int"
    # An address that is sent opens a chat, and stands nowhere in the clear.
    never_kept = frozenset({"create", "test"})

    @verb(out=TriedOut)
    def test(self, request: Request, **_numbers: int) -> Response:
        """Send a test there, and hear what came of it."""
        # A service may take its time to answer, so this is no part of a transaction.
        return self.told(chats.try_out(self.get_object(), by=self.user))

    @verb("switch-off", out=AddressOut)
    def switch_off(self, request: Request, **_numbers: int) -> Response:
        """Let nothing go there for a while."""
        return self.shown(self.do(chats.switch_off, self.get_object()))

    @verb("switch-on", out=AddressOut)
    def switch_on(self, request: Request, **_numbers: int) -> Response:
        """Let messages go there again."""
        return self.shown(self.do(chats.switch_on, self.get_object()))

    @verb("take-out", status=204)
    def take_out(self, request: Request, **_numbers: int) -> Response:
        """Forget it, and what waits to go there."""
        self.do(chats.take_out, self.get_object())
        return Response(status=204)


class OwnChats(Personal, Chats):
    """The chats that your own messages go to."""

    for_readers = frozenset({"create", "test", "switch_off", "switch_on", "take_out"})

    def get_queryset(self) -> QuerySet[Address]:
        return Address.objects.visible_to(self.user).filter(channel=Channel.CHAT, person=self.user)

    @says(given=AddingChat, out=AddressOut, status=201, example=ADDING)
    def create(self, request: Request) -> Response:
        """Let your messages go to a chat too."""
        return self.shown(self.do(chats.add_chat, given=AddingChat), status=201)


class TeamChats(Chats):
    """The chat rooms of a team, for its tech leads and admins."""

    @cached_property
    def team(self) -> Team:
        found = get_object_or_404(Team, pk=self.kwargs["team"])
        allow(may_set_rooms(self.user, found))
        return found

    def get_queryset(self) -> QuerySet[Address]:
        if "team" not in self.kwargs:
            return Address.objects.none()
        seen = Address.objects.visible_to(self.user).filter(channel=Channel.CHAT, team=self.team)
        return seen.select_related("team")

    @says(given=AddingChat, out=AddressOut, status=201, example=ADDING)
    def create(self, request: Request, team: int) -> Response:
        """Let a room of the team hear what happens around its services."""
        made = self.do(chats.add_chat, given=AddingChat, team=self.team)
        return self.shown(made, status=201)


class OwnBrowsers(Personal, Lists):
    """The browsers that your messages reach."""

    serializer_class = AddressOut
    pagination_class = OldestFirst
    queryset = Address.objects.none()
    lookup_value_converter = "int"
    never_kept = frozenset({"test"})
    for_readers = frozenset({"test", "take_out"})

    def get_queryset(self) -> QuerySet[Address]:
        return Address.objects.visible_to(self.user).browsers()

    @verb(out=AddressOut)
    def test(self, request: Request, pk: int) -> Response:
        """Send a test there."""
        try_browser(self.get_object(), by=self.user)
        return self.shown(self.get_object())

    @verb("take-out", status=204)
    def take_out(self, request: Request, pk: int) -> Response:
        """Let no messages reach you there any more."""
        self.do(take_out_browser, self.get_object())
        return Response(status=204)
