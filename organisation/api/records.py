"""What admins read and do not write: the audit log, and which exports there are."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from organisation.api.shared import ForAdmins, understood
from organisation.forms.audit import AuditFilterForm
from organisation.models import DataExport
from organisation.queries.audit import entries, lines_of
from people.api.paging import NewestFirst
from people.api.views import Lists
from people.models import AuditEntry


class WhoOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)


class AboutOut(serializers.Serializer[Any]):
    type = serializers.CharField(read_only=True)
    id = serializers.CharField(read_only=True)


class AuditLineOut(serializers.Serializer[Any]):
    """Something that was done to accounts, access or settings.

    Of what is gone, or not for the reader to see, it does not say more than what was done.
    """

    id = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = WhoOut(read_only=True, allow_null=True, help_text="Null where Goldseam did it by itself.")
    action = serializers.CharField(read_only=True)
    about = AboutOut(read_only=True, allow_null=True)
    details = serializers.DictField(read_only=True)


FILTERS = [
    OpenApiParameter("person", int, description="The number of whoever did it."),
    OpenApiParameter("action", str, description="What was done, such as `people.invited`."),
    OpenApiParameter("thing", str, description="A type of thing, such as `people.user`."),
    OpenApiParameter("number", str, description="The number of the thing."),
    OpenApiParameter("since", OpenApiTypes.DATE, description="The first day."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="The last day."),
]


class AuditViewSet(ForAdmins):
    """The audit log, newest first. It is only ever added to."""

    serializer_class = AuditLineOut
    pagination_class = NewestFirst
    queryset = AuditEntry.objects.none()

    @extend_schema(parameters=FILTERS)
    def list(self, request: Request) -> Response:
        """Who did what, newest first."""
        form = AuditFilterForm(request.query_params)
        understood(form)
        page = self.paginate_queryset(entries(form.wanted))
        lines = [line.as_data() for line in lines_of(page or [], self.user)]
        answer: Response = self.get_paginated_response(AuditLineOut(lines, many=True).data)
        return answer


class ExportOut(serializers.ModelSerializer[DataExport]):
    """An export of everything that one admin may see; it is fetched on its page."""

    asked_by = PersonOut(read_only=True)

    class Meta:
        model = DataExport
        fields = ["id", "asked_by", "asked_at", "state", "made_at", "size", "rows"]
        read_only_fields = fields


class ExportViewSet(ForAdmins, Lists):
    serializer_class = ExportOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = DataExport.objects.none()

    def get_queryset(self) -> QuerySet[DataExport]:
        return DataExport.objects.select_related("asked_by")
