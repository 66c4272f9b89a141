"""What several parts of the API of the library share."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.api.shared import PersonOut
from incidents.models import Incident
from learning.models import SECTIONS, Document, Outage, Story
from people.api.asking import user_of
from people.api.given import Given, Text
from people.models import User
from postmortems.models import FollowUp, Postmortem
from postmortems.templatetags.naming import told_in


class OnOrOff(Given):
    is_on = serializers.BooleanField()


class StoryRowOut(serializers.ModelSerializer[Story]):
    """A story in a list: what it is called, and who tells it, as its readers may know."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    told_by = serializers.SerializerMethodField()
    reading_minutes = serializers.IntegerField(read_only=True)

    class Meta:
        model = Story
        fields = ["id", "page", "title", "opening", "told_by", "reading_minutes"]
        read_only_fields = fields

    def get_told_by(self, story: Story) -> str:
        return told_by(story)


class StoryOut(StoryRowOut):
    """A story. `author` is there where it is told with a name, and for nobody else to know."""

    author = serializers.SerializerMethodField()
    is_mine = serializers.SerializerMethodField()
    is_published = serializers.BooleanField(read_only=True)
    services: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "slug", many=True, read_only=True
    )
    incidents: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "reference", many=True, read_only=True
    )

    class Meta:
        model = Story
        fields = [
            *StoryRowOut.Meta.fields,
            "byline",
            "author",
            "is_mine",
            "is_published",
            *SECTIONS,
            "tags",
            "services",
            "incidents",
        ]
        read_only_fields = fields

    @extend_schema_field(PersonOut(allow_null=True))
    def get_author(self, story: Story) -> Any:
        return PersonOut(story.author).data if story.shows_name else None

    def get_is_mine(self, story: Story) -> bool:
        return bool(story.author_id == self.context["request"].user.pk)


def told_by(story: Story) -> str:
    """Who tells a story: a name, or nothing that names a person."""
    if story.shows_name and story.author:
        return story.author.get_full_name()
    if story.team:
        return _("Someone in %(team)s") % {"team": story.team.name}
    return _("Someone here")


def as_read(stories: QuerySet[Story], *, reader: User) -> QuerySet[Story]:
    """Stories with all that is said of them; of their incidents those that the reader sees."""
    incidents = Incident.objects.visible_to(reader).standing().order_by("pk")
    loaded = stories.select_related("author__team", "told_from")
    return loaded.prefetch_related("services", Prefetch("incidents", incidents))


class OutageOut(serializers.ModelSerializer[Outage]):
    """An outage that another company wrote about, in our words."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Outage
        fields = [
            "id",
            "page",
            "company",
            "year",
            "title",
            "made_possible",
            "learnt",
            "tags",
            "url",
        ]
        read_only_fields = fields


class WriteUpRowOut(serializers.ModelSerializer[Postmortem]):
    """A published write-up, with people called as its readers see them."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    title = serializers.SerializerMethodField()

    class Meta:
        model = Postmortem
        fields = ["id", "page", "title", "published_at"]
        read_only_fields = fields

    def get_title(self, write_up: Postmortem) -> str:
        return told_in(write_up.title, write_up)


class ChangeOut(serializers.ModelSerializer[FollowUp]):
    """A follow-up, as the library tells of it."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    what = serializers.SerializerMethodField()

    class Meta:
        model = FollowUp
        fields = ["id", "page", "what", "state", "done_at"]
        read_only_fields = fields

    def get_what(self, follow_up: FollowUp) -> str:
        return told_in(follow_up.what, follow_up.postmortem)


class ToldOut(serializers.ModelSerializer[Document]):
    """A story, or a well-known outage; the other one is null."""

    story = StoryRowOut(read_only=True, allow_null=True)
    outage = OutageOut(read_only=True, allow_null=True)

    class Meta:
        model = Document
        fields = ["story", "outage"]
        read_only_fields = fields


class Missing(Given):
    what = Text(max_length=2_000, required=True)


class ReadableWriteUp(serializers.PrimaryKeyRelatedField[Postmortem]):
    """A write-up that whoever sends it sees, by number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Postmortem.objects.none(), **kwargs)

    def get_queryset(self) -> QuerySet[Postmortem]:
        return Postmortem.objects.visible_to(user_of(self.context["request"]))
