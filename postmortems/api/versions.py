"""What a write-up said before."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.paging import NewestFirst
from people.api.verbs import verb
from postmortems import permissions
from postmortems.api.reading import Told, WriteUpOut
from postmortems.api.shared import InWriteUp
from postmortems.domain.versions import restore_version
from postmortems.models import FactorKind, Version
from postmortems.queries.versions import texts_of


class VersionRow(serializers.ModelSerializer[Version]):
    """A version in the list; `writers` wrote since the one before it."""

    writers = serializers.SerializerMethodField()

    class Meta:
        model = Version
        fields = ["number", "occasion", "made_at", "writers"]
        read_only_fields = fields

    def get_writers(self, version: Version) -> list[str]:
        naming = version.postmortem.naming
        return list(dict.fromkeys(map(naming.of, version.writers.all())))


class FactorThen(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(FactorKind.choices, read_only=True)
    text = serializers.CharField(read_only=True)


class VersionOut(VersionRow):
    """A version with what it said."""

    title = Told()
    sections = serializers.SerializerMethodField()
    factors = serializers.SerializerMethodField()

    class Meta(VersionRow.Meta):
        fields = [*VersionRow.Meta.fields, "title", "sections", "factors"]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_sections(self, version: Version) -> dict[str, str]:
        told = version.postmortem.naming.text
        texts = version.texts()
        return {name: told(text) for name, text in texts.items() if name != "title"}

    @extend_schema_field(FactorThen(many=True))
    def get_factors(self, version: Version) -> list[dict[str, Any]]:
        told = version.postmortem.naming.text
        rows = version.factor_rows()
        return [{"kind": one["kind"], "text": told(one["text"])} for one in rows]


class VersionViewSet(InWriteUp):
    """What it said at a pause in writing and at each step of its review, newest first."""

    serializer_class = VersionOut
    pagination_class = NewestFirst
    queryset = Version.objects.none()
    lookup_field = "number"

    def get_queryset(self) -> QuerySet[Version]:
        rows = self.of_write_up("versions").prefetch_related("writers")
        return rows.defer("words", "factors") if self.action == "list" else rows

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Version]]:
        return VersionRow if self.action == "list" else VersionOut

    def words_in(self, row: Any) -> Iterable[str]:
        if isinstance(row, Version) and self.action != "list":
            yield from texts_of(row).values()

    @verb(out=WriteUpOut)
    def restore(self, request: Request, write_up: int, number: int) -> Response:
        """Let the write-up say that again. What it says now is kept first."""
        self.allow(permissions.may_edit)
        self.do(restore_version, self.get_object())
        return self.told(self.whole())
