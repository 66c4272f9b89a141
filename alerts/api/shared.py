"""What several answers about alerts have."""

from typing import Any

from rest_framework import serializers

from alerts.models import Alert
from incidents.models import Service


class ServiceField(serializers.SlugRelatedField[Service]):
    """A service by its slug, or null."""

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("read_only"):
            kwargs |= {"queryset": Service.objects.all(), "default": None}
        super().__init__("slug", allow_null=True, **kwargs)


class AlertOut(serializers.ModelSerializer[Alert]):
    labels = serializers.DictField(read_only=True)
    incident = serializers.CharField(
        source="incident.reference", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Alert
        fields = [
            "id",
            "title",
            "status",
            "severity",
            "labels",
            "link",
            "times_seen",
            "first_seen_at",
            "last_seen_at",
            "incident",
        ]
        read_only_fields = fields
