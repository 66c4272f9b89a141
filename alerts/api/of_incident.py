"""The alerts of an incident, for everybody who sees it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from alerts import queries
from alerts.api.shared import AlertOut
from alerts.models import Alert
from incidents.api.shared import InRoom
from people.api.paging import Whole


class IncidentAlertViewSet(InRoom):
    """What opened it or came to it since: what fires first, then the latest, 20 at most."""

    serializer_class = AlertOut
    pagination_class = Whole
    queryset = Alert.objects.none()

    def get_queryset(self) -> QuerySet[Alert]:
        if "number" not in self.kwargs:
            return Alert.objects.none()
        if self.action == "list":
            return queries.alerts_of(self.incident)
        return Alert.objects.filter(group__incident=self.incident)

    def prepare(self, rows: Sequence[Any]) -> None:
        for one in rows:
            one.incident = self.incident
