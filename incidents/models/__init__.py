from incidents.models.care import Note, ReachOut
from incidents.models.incident import Incident, Mode, Severity, Status, UndoPath
from incidents.models.participation import Participation, ResponseRole
from incidents.models.service import Service, Tool
from incidents.models.timeline import Kind, TimelineEntry, Update

__all__ = [
    "Incident",
    "Kind",
    "Mode",
    "Note",
    "Participation",
    "ReachOut",
    "ResponseRole",
    "Service",
    "Severity",
    "Status",
    "TimelineEntry",
    "Tool",
    "UndoPath",
    "Update",
]
