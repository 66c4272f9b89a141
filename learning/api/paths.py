"""Reading paths: walked by whoever reads, and arranged by whoever keeps them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from learning.domain import paths
from learning.domain.walking import mark_walked
from learning.models import PathItem, ReadingPath
from learning.permissions import may_keep_path, may_make_paths, teams_to_make_paths_for
from learning.queries.arranging import read_thing
from learning.queries.paths import Entry, Listed, Walk, first_walk, list_paths, named, walk
from people.api.asking import user_of
from people.api.given import Given, Text
from people.api.paging import Whole
from people.api.permissions import allow
from people.api.verbs import reading, says, verb
from people.api.views import Room
from people.models import Team
from postmortems.models import Postmortem
from postmortems.templatetags.naming import told_in


class PathOut(serializers.Serializer[Any]):
    """A path, how many things are on it, and how many you have read. Only you see that."""

    id = serializers.IntegerField(source="path.pk", read_only=True)
    page = serializers.CharField(source="path.get_absolute_url", read_only=True)
    title = serializers.CharField(source="path", read_only=True)
    intro = serializers.CharField(source="path.intro", read_only=True)
    team = serializers.SerializerMethodField()
    is_first = serializers.BooleanField(source="path.is_first", read_only=True)
    total = serializers.IntegerField(read_only=True)
    read = serializers.IntegerField(read_only=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_team(self, row: Listed | Walk) -> str | None:
        return row.path.team.name if row.path.team else None


class PathRowOut(PathOut, serializers.Serializer[Listed]):
    """A path in the list of them."""


class PathEntryOut(serializers.Serializer[Entry]):
    """Something to read. `key` names it, and `item` its place, where somebody gave it one."""

    key = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    item = serializers.IntegerField(read_only=True, allow_null=True)
    title = serializers.SerializerMethodField()
    page = serializers.CharField(source="thing.get_absolute_url", read_only=True)
    note = serializers.CharField(read_only=True)
    is_read = serializers.BooleanField(read_only=True)

    def get_title(self, entry: Entry) -> str:
        thing = entry.thing
        return told_in(thing.title, thing if isinstance(thing, Postmortem) else None)


class WalkOut(PathOut, serializers.Serializer[Walk]):
    """A path with what is on it, in its order."""

    entries = PathEntryOut(many=True, read_only=True)


class ThingField(serializers.CharField):
    """Something in the library, by its key: `story-7`, `write-up-7` or `outage-7`."""

    default_error_messages = {"gone": _("It is not in the library any more.")}

    def to_internal_value(self, data: Any) -> Any:
        key = super().to_internal_value(data)
        thing = read_thing(key, reader=user_of(self.context["request"]))
        if thing is None:
            self.fail("gone")
        return thing


class RewordingPath(Given):
    title = Text(max_length=120)
    intro = Text(max_length=300)
    is_first = serializers.BooleanField(default=False)


class MakingPath(RewordingPath):
    """`team` is the name of one that you lead; null, for admins, makes it everyone's."""

    title = Text(max_length=120, required=True)
    team = serializers.SlugRelatedField(
        "name", queryset=Team.objects.all(), default=None, allow_null=True
    )

    def validate_team(self, team: Team | None) -> Team | None:
        keeper = user_of(self.context["request"])
        if team is None and not keeper.is_admin:
            raise serializers.ValidationError(_("Name a team that you lead."))
        if team and not teams_to_make_paths_for(keeper).filter(pk=team.pk).exists():
            raise serializers.ValidationError(_("Name a team that you lead."))
        return team


class AddingToPath(Given):
    thing = ThingField()
    note = Text(max_length=500)


class MarkingRead(Given):
    thing = ThingField()
    is_on = serializers.BooleanField()


class MovingOnPath(Given):
    to = serializers.IntegerField(min_value=0, max_value=1_000, help_text="How many stand before.")


class NotingOnPath(Given):
    note = Text(max_length=500)


class PathViewSet(Room):
    """Reading paths, and how far you are on each."""

    room = "learning"
    serializer_class = WalkOut
    pagination_class = Whole
    queryset = ReadingPath.objects.none()
    lookup_value_converter = "int"
    for_readers = frozenset({"mark_read"})

    def get_queryset(self) -> QuerySet[ReadingPath]:
        return ReadingPath.objects.visible_to(self.user).select_related("team")

    def show(self, thing: Any) -> Any:
        return super().show(named(walk(thing, reader=self.user)))

    def own(self) -> ReadingPath:
        path: ReadingPath = self.get_object()
        allow(may_keep_path(self.user, path))
        return path

    def item(self, part: int) -> PathItem:
        items = self.own().items.visible_to(self.user).select_related("path__team")
        found: PathItem = get_object_or_404(items, pk=part)
        return found

    def lock(self, thing: Any) -> None:
        pk = thing.pk if isinstance(thing, ReadingPath) else thing.path_id
        ReadingPath.objects.select_for_update().filter(pk=pk).first()

    def read_again(self, thing: Any) -> Any:
        return self.show(self.get_object())

    def did(self, function: Callable[..., Any], thing: Any) -> Response:
        self.do(function, thing)
        return self.shown(self.get_object())

    @extend_schema(responses=PathRowOut(many=True))
    def list(self, request: Request) -> Response:
        """Those of your team first, then those for everyone, then those of others."""
        page = self.paginate_queryset(list_paths(self.user))
        context = self.get_serializer_context()
        answer: Response = self.get_paginated_response(
            PathRowOut(page, many=True, context=context).data
        )
        return answer

    @reading(detail=False, out=WalkOut)
    def first(self, request: Request) -> Response:
        """The one that somebody new begins with."""
        return self.told(named(first_walk(self.user)))

    def retrieve(self, request: Request, pk: int) -> Response:
        """What is on a path, and what you have read of it."""
        return self.shown(self.get_object())

    @says(
        given=MakingPath,
        out=WalkOut,
        status=201,
        example={"title": "How payments work", "team": "Payments"},
    )
    def create(self, request: Request) -> Response:
        """Begin a path, for a team or, as an admin, for everyone."""
        allow(may_make_paths(self.user))
        made = self.do(paths.make_path, given=MakingPath)
        return self.shown(made, status=201)

    @verb(given=RewordingPath, out=WalkOut)
    def reword(self, request: Request, pk: int) -> Response:
        """Put what it is called, and what it is for, into other words."""
        return self.did(paths.reword_path, self.own())

    @verb(status=204)
    def discard(self, request: Request, pk: int) -> Response:
        """Delete it. What stood on it is still in the library."""
        self.do(paths.delete_path, self.own())
        return Response(status=204)

    @verb(out=WalkOut)
    def arrange(self, request: Request, pk: int) -> Response:
        """Keep one that fills itself as it is now, to arrange it by hand."""
        return self.did(paths.arrange_path, self.own())

    @verb(given=AddingToPath, out=WalkOut, example={"thing": "story-7"})
    def add(self, request: Request, pk: int) -> Response:
        """Put something at its end."""
        return self.did(paths.add_to_path, self.own())

    @verb("items/<int:part>/move", given=MovingOnPath, out=WalkOut)
    def move(self, request: Request, pk: int, part: int) -> Response:
        """Move something, so that so many stand before it."""
        return self.did(paths.move_on_path, self.item(part))

    @verb("items/<int:part>/note", given=NotingOnPath, out=WalkOut)
    def note(self, request: Request, pk: int, part: int) -> Response:
        """Say something before it."""
        return self.did(paths.note_on_path, self.item(part))

    @verb("items/<int:part>/take-off", out=WalkOut)
    def take_off(self, request: Request, pk: int, part: int) -> Response:
        """Take it off the path."""
        return self.did(paths.take_off_path, self.item(part))

    @verb("mark-read", given=MarkingRead, out=WalkOut, example={"thing": "outage-7", "is_on": True})
    def mark_read(self, request: Request, pk: int) -> Response:
        """Mark something as read, or as not read after all, for yourself."""
        return self.did(_mark, self.get_object())


def _mark(_path: ReadingPath, **given: Any) -> None:
    mark_walked(given.pop("thing"), **given)
