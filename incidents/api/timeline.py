"""The timeline of an incident: what was written down, put right and taken back."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents.api.shared import InRoom
from incidents.domain import editing, pictures, room
from incidents.models import EntryVersion, Kind, Picture, TimelineEntry, Update
from people.api.given import Given, Text
from people.api.verbs import reading, says, verb


class EntryOut(serializers.ModelSerializer[TimelineEntry]):
    """A line of the timeline. What was withdrawn says only that."""

    text = serializers.SerializerMethodField()

    class Meta:
        model = TimelineEntry
        fields = [
            "id",
            "kind",
            "text",
            "occurred_at",
            "recorded_at",
            "is_key_moment",
            "revision",
            "withdrawn_at",
        ]
        read_only_fields = fields

    def get_text(self, entry: TimelineEntry) -> str:
        return "" if entry.is_withdrawn else entry.text


class EntryVersionOut(serializers.ModelSerializer[EntryVersion]):
    class Meta:
        model = EntryVersion
        fields = ["number", "text", "occurred_at", "replaced_at"]
        read_only_fields = fields


class UpdateOut(serializers.ModelSerializer[Update]):
    class Meta:
        model = Update
        fields = [
            "id",
            "conditions",
            "actions",
            "needs",
            "public_text",
            "next_update_at",
            "posted_at",
        ]
        read_only_fields = fields


class Noting(Given):
    text = Text(max_length=20_000, required=True)
    occurred_at = serializers.DateTimeField(default=None, allow_null=True)
    is_key_moment = serializers.BooleanField(default=False)


class Updating(Given):
    conditions = Text(max_length=5_000, required=True)
    actions = Text(max_length=5_000)
    needs = Text(max_length=5_000)
    public_text = Text(max_length=2_000)
    next_update_at = serializers.DateTimeField(default=None, allow_null=True)


class Marking(Given):
    is_key_moment = serializers.BooleanField()


class Rewording(Given):
    text = Text(max_length=20_000, required=True)
    occurred_at = serializers.DateTimeField(default=None, allow_null=True)


class RewordingUpdate(Given):
    conditions = Text(max_length=5_000, required=True)
    actions = Text(max_length=5_000)
    needs = Text(max_length=5_000)
    occurred_at = serializers.DateTimeField(default=None, allow_null=True)


class PictureOut(serializers.ModelSerializer[Picture]):
    """A picture; `markdown` shows it where it is put into a note."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    markdown = serializers.CharField(read_only=True)

    class Meta:
        model = Picture
        fields = ["id", "page", "markdown"]
        read_only_fields = fields


class Uploading(Given):
    file = serializers.FileField()


class TimelineViewSet(InRoom):
    """The lines of a timeline, in the order in which they were written down."""

    serializer_class = EntryOut
    queryset = TimelineEntry.objects.none()
    needs_match = frozenset({"edit", "edit_update"})

    def get_queryset(self) -> QuerySet[TimelineEntry]:
        return self.of_room(TimelineEntry.objects.select_related("incident"))

    @reading(out=EntryVersionOut, many=True)
    def versions(self, request: Request, number: int, pk: int) -> Response:
        """What it said before, oldest first."""
        return self.paged(self.get_object().versions.all())

    @verb(given=Marking, out=EntryOut)
    def mark(self, request: Request, number: int, pk: int) -> Response:
        """Say whether a reader needs it to follow the story."""
        self.do(room.mark_key_moment, self.get_object())
        return self.shown(self.get_object())

    @verb(given=Rewording, out=EntryOut)
    def edit(self, request: Request, number: int, pk: int) -> Response:
        """Put a line that a person wrote into better words; what stood there is kept."""
        self.do(_edit_entry, self.get_object())
        return self.shown(self.get_object())

    @verb("edit-update", given=RewordingUpdate, out=EntryOut)
    def edit_update(self, request: Request, number: int, pk: int) -> Response:
        """The same for an update, with its parts."""
        self.do(_edit_update, self.get_object())
        return self.shown(self.get_object())

    @verb(out=EntryOut)
    def withdraw(self, request: Request, number: int, pk: int) -> Response:
        """Take back what was written. It is kept, and can be brought back."""
        self.do(editing.withdraw_entry, self.get_object())
        return self.shown(self.get_object())

    @verb("bring-back", out=EntryOut)
    def bring_back(self, request: Request, number: int, pk: int) -> Response:
        """Let it stand again."""
        self.do(editing.bring_back_entry, self.get_object())
        return self.shown(self.get_object())


def _edit_entry(entry: TimelineEntry, **words: Any) -> TimelineEntry:
    """If-Match has compared the version under the lock, so the one there now is the one meant."""
    return editing.edit_entry(entry, revision=_revision(entry, Kind.NOTE), **words)


def _edit_update(entry: TimelineEntry, **words: Any) -> TimelineEntry:
    return editing.edit_update(entry, revision=_revision(entry, Kind.UPDATE), **words)


def _revision(entry: TimelineEntry, kind: Kind) -> int:
    if (entry.kind == Kind.UPDATE) != (kind == Kind.UPDATE):
        message = "Send the parts of an update to edit-update, and other words to edit."
        raise serializers.ValidationError(message)
    # ast-grep-ignore: seen-by
    return TimelineEntry.objects.values_list("revision", flat=True).get(pk=entry.pk)


class NoteViewSet(InRoom):
    http_method_names = ["post"]
    serializer_class = EntryOut
    queryset = TimelineEntry.objects.none()

    def get_queryset(self) -> QuerySet[TimelineEntry]:
        return self.of_room(TimelineEntry.objects.all())

    @says(given=Noting, out=EntryOut, status=201, example={"text": "The queue is long."})
    def create(self, request: Request, number: int) -> Response:
        """Write something into the timeline, now or at the time it happened."""
        return self.made(self.do(room.add_note, self.incident, given=Noting))


class UpdateViewSet(InRoom):
    """Updates, oldest first; what was withdrawn is left out."""

    serializer_class = UpdateOut
    queryset = Update.objects.none()

    def get_queryset(self) -> QuerySet[Update]:
        return self.of_room(Update.objects.standing())

    @says(given=Updating, out=UpdateOut, status=201, example={"conditions": "Slow, and better."})
    def create(self, request: Request, number: int) -> Response:
        """Say how things are, and with `public_text` on the status page too."""
        return self.made(self.do(room.post_update, self.incident, given=Updating))


class PictureViewSet(InRoom, GenericViewSet[Any]):
    """A picture, as multipart/form-data."""

    http_method_names = ["post"]
    parser_classes = [MultiPartParser]
    serializer_class = PictureOut
    queryset = Picture.objects.none()

    @says(given=Uploading, out=PictureOut, status=201)
    def create(self, request: Request, number: int) -> Response:
        """Keep a picture (PNG, JPEG, GIF or WebP) for what is written in the room."""
        made = self.do(pictures.add_picture, self.incident, given=Uploading)
        return self.shown(made, status=201)
