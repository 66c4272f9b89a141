"""Stories: told, changed, and what their readers do with them.

Nothing is told anonymously here: each request is counted beside its account, and that
would say who was there when a story was handed in.
"""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import ReferenceField
from incidents.models import Service
from learning.api.shared import (
    ChangeOut,
    Missing,
    OnOrOff,
    StoryOut,
    StoryRowOut,
    ToldOut,
    as_read,
)
from learning.domain import reading as readers
from learning.domain import stories
from learning.domain.gaps import miss_in_story
from learning.forms.stories import MOST_TAGS, TagsField
from learning.models import (
    MOST_LETTERS,
    SECTIONS,
    Byline,
    ReactionKind,
    Story,
)
from learning.permissions import may_change
from learning.queries.alike import more_like
from learning.queries.library import changes_after
from learning.queries.reading import AroundStory, around_story, bookmarks, following
from people.api.given import Given, Text
from people.api.paging import NewestFirst, Whole
from people.api.permissions import allow
from people.api.verbs import reading, says, verb
from people.api.views import Lists

BYLINES = [choice for choice in Byline.choices if choice[0] != Byline.ANONYMOUS]
NOT_HERE = _("Tell it by name or by role. Without anybody knowing it is told on its page only.")


class Telling(Given):
    """A story, as a whole: a section that is left out is empty then."""

    title = Text(max_length=200, required=True)
    opening = Text(max_length=300)
    byline = serializers.ChoiceField(
        BYLINES, default=Byline.NAME, error_messages={"invalid_choice": NOT_HERE}
    )
    tags = serializers.ListField(
        child=Text(max_length=MOST_LETTERS, required=True), default=list, max_length=MOST_TAGS
    )
    services = serializers.SlugRelatedField(
        "slug", queryset=Service.objects.all(), many=True, required=False
    )
    incidents = serializers.ListField(child=ReferenceField(), default=list, max_length=30)
    publish = serializers.BooleanField(default=False)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {name: Text(max_length=20_000) for name in SECTIONS}

    def validate_tags(self, tags: list[str]) -> list[str]:
        return TagsField(required=False).clean(", ".join(tags))


class TellingNew(Telling):
    client_token = serializers.UUIDField(default=None, allow_null=True)


class Reacting(Given):
    kind = serializers.ChoiceField(ReactionKind.choices)
    is_on = serializers.BooleanField()
    shows_name = serializers.BooleanField(default=False)


class ReactedOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(ReactionKind.choices, read_only=True)
    count = serializers.IntegerField(read_only=True)
    is_mine = serializers.BooleanField(read_only=True)


class AroundOut(serializers.Serializer[AroundStory]):
    """How a story helped, with the names of those who show theirs, and what you keep of it."""

    reactions = ReactedOut(many=True, read_only=True)
    names = serializers.CharField(read_only=True)
    shows_name = serializers.BooleanField(read_only=True)
    read_at = serializers.DateTimeField(source="reading.read_at", read_only=True, allow_null=True)
    bookmarked_at = serializers.DateTimeField(
        source="reading.bookmarked_at", read_only=True, allow_null=True
    )


class StoryViewSet(Lists):
    """Stories in the library, and one's own drafts."""

    room = "learning"
    serializer_class = StoryOut
    pagination_class = NewestFirst
    queryset = Story.objects.none()
    lookup_value_converter = "int"
    needs_match = frozenset({"change"})
    # A draft may be told anonymously in the end: its words stand nowhere beside an account.
    never_kept = frozenset({"create", "change", "publish", "withdraw"})
    for_readers = frozenset({"react", "bookmark", "mark_read"})

    def get_queryset(self) -> QuerySet[Story]:
        seen = Story.objects.visible_to(self.user)
        return as_read(seen.published() if self.action == "list" else seen, reader=self.user)

    def own(self) -> Story:
        story: Story = self.get_object()
        allow(may_change(self.user, story))
        return story

    def published(self) -> Story:
        story: Story = self.get_object()
        if not story.is_published:
            raise Http404
        return story

    @says(
        given=TellingNew,
        out=StoryOut,
        status=201,
        example={
            "title": "I dropped the wrong index",
            "what_broke": "Search was slow for an hour.",
            "byline": "role",
            "publish": True,
        },
    )
    def create(self, request: Request) -> Response:
        """Tell a story: a draft of your own, or with `publish` for everyone.

        The same `client_token` again is the same story. An `Idempotency-Key` does nothing here.
        """
        made = self.do(partial(stories.tell_story, None), given=TellingNew)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(given=Telling, out=StoryOut)
    def change(self, request: Request, pk: int) -> Response:
        """Write it anew. One that is in the library stays there."""
        self.do(stories.tell_story, self.own())
        return self.shown(self.get_object())

    @verb(out=StoryOut)
    def publish(self, request: Request, pk: int) -> Response:
        """Put it into the library. A title and one section are enough."""
        self.do(stories.publish_story, self.own())
        return self.shown(self.get_object())

    @verb(out=StoryOut)
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take it out of the library. It stays your draft."""
        self.do(stories.withdraw_story, self.own())
        return self.shown(self.get_object())

    @verb(given=Missing, out=ChangeOut, status=201)
    def missing(self, request: Request, pk: int) -> Response:
        """Say what it shows to be missing from the docs, for whoever takes it."""
        return self.told(self.do(miss_in_story, self.published()))

    @reading(out=StoryOut, many=True, detail=False)
    def drafts(self, request: Request) -> Response:
        """Your own that are not in the library."""
        own = Story.objects.visible_to(self.user).drafted_by(self.user)
        return self.paged(as_read(own, reader=self.user))

    @reading(out=StoryRowOut, many=True, detail=False, pages=Whole)
    def bookmarks(self, request: Request) -> Response:
        """What you keep for later, the newest first, a hundred at most."""
        return self.paged(bookmarks(self.user))

    @reading(out=AroundOut)
    def around(self, request: Request, pk: int) -> Response:
        """How it helped others, and what you keep of it for yourself."""
        return self.told(around_story(self.published(), reader=self.user))

    @reading(out=ChangeOut, many=True, pages=Whole)
    def changes(self, request: Request, pk: int) -> Response:
        """The latest that was changed after its incidents."""
        return self.paged(changes_after(self.get_object(), reader=self.user))

    @reading("more-like", out=ToldOut, many=True, pages=Whole)
    def more_like(self, request: Request, pk: int) -> Response:
        """A few others that resemble it."""
        return self.paged(more_like(self.published(), reader=self.user))

    @reading(out=StoryRowOut, many=True, pages=Whole)
    def following(self, request: Request, pk: int) -> Response:
        """The next that you have not read, or none."""
        story = following(self.published(), reader=self.user)
        return self.paged([story] if story else [])

    @verb(given=Reacting, out=AroundOut, example={"kind": "thank_you", "is_on": True})
    def react(self, request: Request, pk: int) -> Response:
        """Say that it helped, or take that back. Who it was is shown only with `shows_name`."""
        return self.kept(readers.react)

    @verb(given=OnOrOff, out=AroundOut)
    def bookmark(self, request: Request, pk: int) -> Response:
        """Keep it for later, or no longer. Nobody else ever sees it."""
        return self.kept(readers.bookmark)

    @verb("mark-read", given=OnOrOff, out=AroundOut)
    def mark_read(self, request: Request, pk: int) -> Response:
        """Mark it as read, or as not read after all. Nobody else ever sees it."""
        return self.kept(readers.mark_read)

    def kept(self, function: Any) -> Response:
        story = self.published()
        self.do(function, story)
        return self.told(around_story(story, reader=self.user))
