"""Which incidents belong together, and which are one."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import InRoom, ReferenceField
from incidents.domain import linking, merging
from incidents.models import Incident, Link, LinkKind, Merge
from people.api.given import Given
from people.api.verbs import says, verb


class IncidentLinkOut(serializers.ModelSerializer[Link]):
    """Two that belong together; `other` came first where one happened again."""

    incident = serializers.CharField(source="incident.reference", read_only=True)
    other = serializers.CharField(source="other.reference", read_only=True)

    class Meta:
        model = Link
        fields = ["id", "incident", "other", "kind", "noted_at"]
        read_only_fields = fields


class MergeOut(serializers.ModelSerializer[Merge]):
    duplicate = serializers.CharField(source="duplicate.reference", read_only=True)
    into = serializers.CharField(source="into.reference", read_only=True)

    class Meta:
        model = Merge
        fields = ["id", "duplicate", "into", "done_at", "undone_at"]
        read_only_fields = fields


class LinkingIncidents(Given):
    other = ReferenceField()
    kind = serializers.ChoiceField(LinkKind.choices, default=LinkKind.RELATED)


class MergingIncident(Given):
    into = ReferenceField()


class IncidentLinkViewSet(InRoom):
    serializer_class = IncidentLinkOut
    queryset = Link.objects.none()

    def get_queryset(self) -> QuerySet[Link]:
        if "number" not in self.kwargs:
            return Link.objects.none()
        seen = Link.objects.visible_to(self.user).of(self.incident)
        return seen.select_related("incident", "other")

    @says(given=LinkingIncidents, out=IncidentLinkOut, status=201, example={"other": "INC-97"})
    def create(self, request: Request, number: int) -> Response:
        """Say that another incident belongs to it."""
        return self.made(self.do(linking.link_incidents, self.incident, given=LinkingIncidents))

    @verb(status=204)
    def unlink(self, request: Request, number: int, pk: int) -> Response:
        """They do not belong together after all."""
        self.do(linking.unlink_incidents, self.get_object())
        return Response(status=204)


class MergeViewSet(InRoom):
    """What was merged into an incident."""

    serializer_class = MergeOut
    queryset = Merge.objects.none()

    def get_queryset(self) -> QuerySet[Merge]:
        if "number" not in self.kwargs:
            return Merge.objects.none()
        return Merge.objects.filter(into=self.incident).select_related("duplicate", "into")

    @says(given=MergingIncident, out=MergeOut, status=201, example={"into": "INC-97"})
    def create(self, request: Request, number: int) -> Response:
        """Merge this incident into another, which it is. It can be taken apart again."""
        assert self.incident is not None  # whoever does not see it merges nothing
        # ast-grep-ignore: seen-by
        itself = Incident.objects.get(pk=number)
        made = self.do(merging.merge_incident, itself, given=MergingIncident)
        return self.shown(made, status=201)

    @verb(out=MergeOut)
    def undo(self, request: Request, number: int, pk: int) -> Response:
        """Make them two incidents again."""
        merge = self.get_object()
        self.do(merging.unmerge, merge)
        merge.refresh_from_db()
        return self.shown(merge)
