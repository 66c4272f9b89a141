"""What belongs to one story: what is said under it, and its pictures."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from incidents.api.timeline import Uploading
from learning.domain import reading as readers
from learning.domain.pictures import add_story_picture
from learning.models import (
    LONGEST_COMMENT,
    Remark,
    Story,
    StoryPicture,
)
from learning.permissions import may_change, may_withdraw_remark
from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists, Room


class Remarking(Given):
    text = Text(max_length=LONGEST_COMMENT, required=True)


class RemarkOut(serializers.ModelSerializer[Remark]):
    """What somebody said under a story. What was taken back says only that."""

    author = PersonOut(read_only=True, allow_null=True)
    text = serializers.SerializerMethodField()

    class Meta:
        model = Remark
        fields = ["id", "author", "text", "written_at", "withdrawn_at"]
        read_only_fields = fields

    def get_text(self, remark: Remark) -> str:
        return "" if remark.withdrawn_at else remark.text


class StoryPictureOut(serializers.ModelSerializer[StoryPicture]):
    """A picture; `markdown` shows it where it is put into the story."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    markdown = serializers.CharField(read_only=True)

    class Meta:
        model = StoryPicture
        fields = ["id", "page", "markdown"]
        read_only_fields = fields


class UnderStory(Room):
    """What belongs to one story."""

    room = "learning"
    lookup_value_converter = "int"

    @cached_property
    def story(self) -> Story:
        seen = Story.objects.visible_to(self.user)
        found: Story = get_object_or_404(seen, pk=self.kwargs["story"])
        return found

    def look_again(self) -> object:
        """Refuse whoever does not see the story any more."""
        return self.story

    def lock(self, thing: Any) -> None:
        # ast-grep-ignore: seen-by
        Story.objects.select_for_update().filter(pk=self.story.pk).first()


class RemarkViewSet(UnderStory, Lists):
    """What was said under a story, oldest first."""

    serializer_class = RemarkOut
    pagination_class = OldestFirst
    queryset = Remark.objects.none()

    @cached_property
    def story(self) -> Story:
        seen = Story.objects.visible_to(self.user).published()
        found: Story = get_object_or_404(seen, pk=self.kwargs["story"])
        return found

    def get_queryset(self) -> QuerySet[Remark]:
        if "story" not in self.kwargs:
            return Remark.objects.none()
        seen = Remark.objects.visible_to(self.user).filter(story=self.story)
        return seen.select_related("author", "story")

    @says(given=Remarking, out=RemarkOut, status=201, example={"text": "Thank you for this."})
    def create(self, request: Request, story: int) -> Response:
        """Say something kind, or ask. It has your name."""
        made = self.do(readers.remark, self.story, given=Remarking)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(out=RemarkOut)
    def withdraw(self, request: Request, story: int, pk: int) -> Response:
        """Take back what you said. Its place says so."""
        remark: Remark = self.get_object()
        allow(may_withdraw_remark(self.user, remark))
        self.do(readers.withdraw_remark, remark)
        return self.shown(self.get_object())


class StoryPictureViewSet(UnderStory):
    """A picture for a story of your own, as multipart/form-data."""

    http_method_names = ["post"]
    never_kept = frozenset({"create"})
    parser_classes = [MultiPartParser]
    serializer_class = StoryPictureOut
    queryset = StoryPicture.objects.none()

    @says(given=Uploading, out=StoryPictureOut, status=201)
    def create(self, request: Request, story: int) -> Response:
        """Keep a picture (PNG, JPEG, GIF or WebP) for what is written in the story."""
        allow(may_change(self.user, self.story))
        made = self.do(add_story_picture, self.story, given=Uploading)
        return self.shown(made, status=201)
