"""The catalogue: services with their links and tools, and checklists."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonField, PersonOut
from incidents.domain import checklists, services
from incidents.forms.checklists import MOST
from incidents.models import Checklist, Service, ServiceLink, Severity, Tool, UndoPath
from incidents.permissions import may_edit_service, may_keep_catalogue
from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists
from people.models import Team


class ServiceLinkOut(serializers.ModelSerializer[ServiceLink]):
    class Meta:
        model = ServiceLink
        fields = ["id", "label", "url"]
        read_only_fields = fields


class ToolOut(serializers.ModelSerializer[Tool]):
    class Meta:
        model = Tool
        fields = ["id", "kind", "command", "what_it_does", "is_safe_twice"]
        read_only_fields = fields


class ServiceOut(serializers.ModelSerializer[Service]):
    team: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "name", read_only=True, allow_null=True
    )
    experts = PersonOut(many=True, read_only=True)
    links = ServiceLinkOut(many=True, read_only=True)
    tools = ToolOut(many=True, read_only=True)

    class Meta:
        model = Service
        fields = [
            "slug",
            "name",
            "description",
            "team",
            "public_name",
            "experts",
            "links",
            "tools",
        ]
        read_only_fields = fields


class DescribingService(Given):
    """`team` (a name) and `public_name` are for admins."""

    name = Text(max_length=80, required=True)
    description = Text(max_length=10_000)
    experts = PersonField(many=True, default=list)
    team = serializers.SlugRelatedField(
        "name", queryset=Team.objects.all(), required=False, allow_null=True
    )
    public_name = serializers.CharField(max_length=80, required=False, allow_blank=True)


class LinkingService(Given):
    label = Text(max_length=80, required=True)  # type: ignore[assignment]
    url = serializers.URLField(max_length=1000)


class KeepingTool(Given):
    kind = serializers.ChoiceField(Tool.Kind.choices)
    command = Text(max_length=300, required=True)
    what_it_does = Text(max_length=300, required=True)
    is_safe_twice = serializers.BooleanField(default=False)


class ServiceViewSet(Lists):
    """What the organisation runs, who knows it, and how it is undone."""

    room = "incidents"
    serializer_class = ServiceOut
    pagination_class = OldestFirst
    queryset = Service.objects.none()
    lookup_field = "slug"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Service]:
        parts = ("experts", "links", "tools")
        return Service.objects.select_related("team").prefetch_related(*parts)

    def own(self) -> Service:
        service: Service = self.get_object()
        allow(may_edit_service(self.user, service))
        return service

    def changed(self) -> Response:
        return self.shown(self.get_object())

    def _for_admin(self, clean: dict[str, Any]) -> None:
        if {"team", "public_name"} & clean.keys():
            allow(may_keep_catalogue(self.user))

    @says(given=DescribingService, out=ServiceOut, status=201, example={"name": "Search"})
    def create(self, request: Request) -> Response:
        """Put a service into the catalogue."""
        allow(may_keep_catalogue(self.user))
        made = self.do(services.create_service, given=DescribingService)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(given=DescribingService, out=ServiceOut)
    def describe(self, request: Request, slug: str) -> Response:
        """Say what it is, and who knows it well."""
        service = self.own()
        self._for_admin(request.data if isinstance(request.data, dict) else {})
        self.do(services.describe_service, service)
        return self.changed()

    @verb("add-link", given=LinkingService, out=ServiceOut)
    def add_link(self, request: Request, slug: str) -> Response:
        """Say where to read on."""
        self.do(services.add_link, self.own())
        return self.changed()

    @verb("links/<int:part>/change", given=LinkingService, out=ServiceOut)
    def change_link(self, request: Request, slug: str, part: int) -> Response:
        """Put a link right."""
        self.do(services.change_link, get_object_or_404(self.own().links, pk=part))
        return self.changed()

    @verb("links/<int:part>/remove", out=ServiceOut)
    def remove_link(self, request: Request, slug: str, part: int) -> Response:
        """Take a link away."""
        self.do(services.remove_link, get_object_or_404(self.own().links, pk=part))
        return self.changed()

    @verb("add-tool", given=KeepingTool, out=ServiceOut)
    def add_tool(self, request: Request, slug: str) -> Response:
        """Say how it can be undone."""
        self.do(services.add_tool, self.own())
        return self.changed()

    @verb("tools/<int:part>/change", given=KeepingTool, out=ServiceOut)
    def change_tool(self, request: Request, slug: str, part: int) -> Response:
        """Put a tool right."""
        self.do(services.change_tool, get_object_or_404(self.own().tools, pk=part))
        return self.changed()

    @verb("tools/<int:part>/remove", out=ServiceOut)
    def remove_tool(self, request: Request, slug: str, part: int) -> Response:
        """Take a tool away."""
        self.do(services.remove_tool, get_object_or_404(self.own().tools, pk=part))
        return self.changed()

    def lock(self, thing: Any) -> None:
        """The service itself, also where its link or tool is changed."""
        pk = thing.pk if isinstance(thing, Service) else thing.service_id
        Service.objects.select_for_update().filter(pk=pk).first()

    def read_again(self, thing: Any) -> Any:
        return self.show(self.get_object())


class ChecklistOut(serializers.ModelSerializer[Checklist]):
    severity = serializers.CharField(read_only=True)
    undo_path = serializers.CharField(read_only=True)
    service: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True
    )

    class Meta:
        model = Checklist
        fields = ["id", "name", "severity", "undo_path", "service", "items"]
        read_only_fields = fields


class WritingChecklist(Given):
    name = Text(max_length=80, required=True)
    items = serializers.ListField(
        child=Text(max_length=300, required=True),
        min_length=1,
        max_length=MOST,
        error_messages={"min_length": _("One task is enough to begin with.")},
    )
    severity = serializers.ChoiceField(Severity.choices, default="", allow_blank=True)
    undo_path = serializers.ChoiceField(UndoPath.choices, default="", allow_blank=True)
    service = serializers.SlugRelatedField(
        "slug", queryset=Service.objects.all(), default=None, allow_null=True
    )


class ChecklistViewSet(Lists):
    """Steps that a room can begin with; admins keep them."""

    room = "incidents"
    serializer_class = ChecklistOut
    pagination_class = OldestFirst
    queryset = Checklist.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Checklist]:
        return Checklist.objects.select_related("service")

    @says(given=WritingChecklist, out=ChecklistOut, status=201)
    def create(self, request: Request) -> Response:
        """Write a checklist."""
        allow(may_keep_catalogue(self.user))
        made = self.do(checklists.write_checklist, given=WritingChecklist)
        return self.shown(made, status=201)

    @verb(given=WritingChecklist, out=ChecklistOut)
    def change(self, request: Request, pk: int) -> Response:
        """Write it anew."""
        checklist = self.get_object()
        allow(may_keep_catalogue(self.user))
        return self.shown(self.do(checklists.change_checklist, checklist))

    @verb(status=204)
    def discard(self, request: Request, pk: int) -> Response:
        """Take it away. Tasks that came from it stay."""
        checklist = self.get_object()
        allow(may_keep_catalogue(self.user))
        self.do(checklists.delete_checklist, checklist)
        return Response(status=204)
