"""The library as it is read: searched, in its order, and what is new in it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.models import Service
from incidents.queries.references import standing
from learning.api.shared import ChangeOut, OutageOut, StoryRowOut, WriteUpRowOut, told_by
from learning.forms.finding import FindingForm
from learning.models import MOST_LETTERS, Document, Kind, Outage, TalkSession
from learning.queries.beside import Beside, SeenBefore, beside
from learning.queries.library import search, stories_about
from learning.queries.places import Spot
from learning.queries.practice import is_being_played
from learning.queries.results import Result
from learning.queries.week import News, news
from people.api.paging import Walking, Whole, wrong_cursor
from people.api.verbs import reading
from people.api.views import Lists, Room
from postmortems.models import Postmortem

MOST_SERVICES = 10


class FoundOut(serializers.Serializer[Result]):
    """Something in the library, with a few of its words around those that were looked for."""

    kind = serializers.ChoiceField(Kind.choices, source="document.kind", read_only=True)
    id = serializers.IntegerField(source="document.thing.pk", read_only=True)
    page = serializers.CharField(source="address", read_only=True)
    title = serializers.SerializerMethodField()
    excerpt = serializers.SerializerMethodField()
    told_by = serializers.SerializerMethodField()
    tags = serializers.ListField(
        child=serializers.CharField(), source="document.tags", read_only=True
    )
    services = serializers.ListField(child=serializers.CharField(), read_only=True)

    def get_title(self, result: Result) -> str:
        return "".join(piece.text for piece in result.title)

    def get_excerpt(self, result: Result) -> str:
        return "".join(piece.text for piece in result.excerpt)

    def get_told_by(self, result: Result) -> str:
        """Who tells a story, or whose outage it was; of a write-up nobody."""
        document = result.document
        if document.story:
            return told_by(document.story)
        return document.outage.company if document.outage else ""


class SessionRowOut(serializers.ModelSerializer[TalkSession]):
    page = serializers.CharField(source="get_absolute_url", read_only=True)
    free = serializers.IntegerField(read_only=True, help_text="How many slots nobody has.")

    class Meta:
        model = TalkSession
        fields = ["id", "page", "starts_at", "free"]
        read_only_fields = fields


class NewsOut(serializers.Serializer[News]):
    """What is new since a week ago."""

    story = StoryRowOut(read_only=True, allow_null=True, help_text="The story of the week.")
    stories = StoryRowOut(many=True, read_only=True)
    write_ups = WriteUpRowOut(many=True, read_only=True)
    changes = ChangeOut(many=True, read_only=True)
    missing = ChangeOut(many=True, read_only=True)
    session = SessionRowOut(read_only=True, allow_null=True)


class SeenBeforeOut(serializers.Serializer[SeenBefore]):
    """An incident like this one, and how it was put right."""

    reference = serializers.CharField(source="incident.reference", read_only=True)
    page = serializers.CharField(source="incident.get_absolute_url", read_only=True)
    title = serializers.CharField(source="incident.title", read_only=True)
    status = serializers.CharField(source="incident.status", read_only=True)
    undo_path = serializers.CharField(source="incident.undo_path", read_only=True)
    how = serializers.CharField(read_only=True)
    follow_ups = serializers.SerializerMethodField()
    done = serializers.IntegerField(read_only=True)

    def get_follow_ups(self, seen: SeenBefore) -> int:
        """How many there were to be, of which `done` are."""
        return len(seen.follow_ups)


class BesideOut(serializers.Serializer[Beside]):
    """Stories that are told of it, others that resemble it, and when it was seen before."""

    told = StoryRowOut(many=True, read_only=True)
    stories = StoryRowOut(many=True, read_only=True)
    outages = OutageOut(many=True, read_only=True)
    incidents = SeenBeforeOut(many=True, read_only=True)


SEARCH = [
    OpenApiParameter("q", description="Words, with “quotes”, `or` and `-without` as on the web."),
    OpenApiParameter("kind", enum=Kind.values),
    OpenApiParameter("service", many=True, description="Slugs of services: any of them."),
    OpenApiParameter("tag", many=True, description="Tags: all of them."),
]
LIKE = [
    OpenApiParameter("title", description="What is going on; half a sentence will do."),
    OpenApiParameter("service", many=True, description="Slugs of services."),
]


class LibraryViewSet(Room):
    """Stories, write-ups and well-known outages, as they are found and read."""

    room = "learning"
    serializer_class = FoundOut
    pagination_class = Walking
    queryset = Document.objects.none()

    @extend_schema(parameters=SEARCH, responses=FoundOut(many=True))
    def list(self, request: Request) -> Response:
        """What is about some words, the most first; without any, seniors' stories and new ones."""
        form = FindingForm.read(request.query_params)
        if form.errors:
            raise ValidationError({name: [*said] for name, said in form.errors.items()})

        def walk(place: str) -> tuple[list[Result], str]:
            after = Spot.read(place)
            if place and after is None:
                raise wrong_cursor()
            found = search(
                self.user, form.wanted, text=form.text, services=form.services, after=after
            )
            return found.results, str(found.more or "")

        page = self.paginate_queryset(walk)
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    @reading(detail=False, out=NewsOut)
    def week(self, request: Request) -> Response:
        """What people told, wrote up and changed in the last seven days."""
        return self.told(news(self.user))

    @reading(detail=False, out=BesideOut, parameters=LIKE)
    def beside(self, request: Request) -> Response:
        """What resembles something that is going on."""
        slugs = request.query_params.getlist("service")[:MOST_SERVICES]
        services = Service.objects.filter(slug__in=[one for one in slugs if "\0" not in one])
        title = request.query_params.get("title", "")
        return self.told(beside(self.user, title=title, services=[*services]))

    @reading("beside-incident/<reference:number>", detail=False, out=BesideOut)
    def beside_incident(self, request: Request, number: int) -> Response:
        """What resembles an incident. While it is practice that goes on, nothing does."""
        incident = standing(self.user, number)
        if incident is None:
            raise Http404
        title = "" if is_being_played(incident) else incident.title
        services = [*incident.services.all()]
        return self.told(beside(self.user, title=title, services=services, excluding=incident))

    @reading("about-write-up/<int:write_up>", detail=False, out=StoryRowOut, many=True, pages=Whole)
    def about_write_up(self, request: Request, write_up: int) -> Response:
        """The latest stories about what a write-up is about."""
        this = get_object_or_404(Postmortem.objects.visible_to(self.user), pk=write_up)
        return self.paged(stories_about(this.incidents.all(), reader=self.user))


class OutageViewSet(Lists):
    """Well-known outages of other companies, newest first."""

    room = "learning"
    serializer_class = OutageOut
    pagination_class = Whole
    queryset = Outage.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Outage]:
        seen = Outage.objects.visible_to(self.user).newest_first()
        tag = self.request.query_params.get("tag", "").replace("\0", "")[:MOST_LETTERS]
        return seen.filter(tags__contains=[tag]) if tag and self.action == "list" else seen

    @extend_schema(parameters=[OpenApiParameter("tag", OpenApiTypes.STR)])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """All of them, or those with a `tag`."""
        return super().list(request, *args, **kwargs)
