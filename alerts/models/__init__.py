from alerts.models.alert import Alert, AlertStatus, Group
from alerts.models.received import Inflow, Received, ReceivedState
from alerts.models.source import Action, AlertSeverity, Format, Rule, Source

__all__ = [
    "Action",
    "Alert",
    "AlertSeverity",
    "AlertStatus",
    "Format",
    "Group",
    "Inflow",
    "Received",
    "ReceivedState",
    "Rule",
    "Source",
]
