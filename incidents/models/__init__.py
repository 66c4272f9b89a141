from incidents.models.buddy import Buddy
from incidents.models.care import Asking, Note, ReachOut
from incidents.models.custom import CustomField, CustomValue, FieldKind
from incidents.models.help import HelpRequest, Reach
from incidents.models.history import Moment, TimeChange
from incidents.models.incident import Incident, Mode, Severity, Status, UndoPath
from incidents.models.link import Link, LinkKind, Merge
from incidents.models.participation import Access, Participation, ResponseRole
from incidents.models.picture import KeptPicture, Picture
from incidents.models.repair import Repair, RepairReport, RepairState, RepairStep, RepairStepName
from incidents.models.search import KnownWord, SearchText
from incidents.models.service import Service, ServiceLink, Tool
from incidents.models.status_page import StatusMail, StatusMailState, StatusPage, Subscriber
from incidents.models.task import Checklist, Task
from incidents.models.timeline import EntryVersion, Kind, TimelineEntry, Update

__all__ = [
    "Access",
    "Asking",
    "Buddy",
    "Checklist",
    "CustomField",
    "CustomValue",
    "EntryVersion",
    "FieldKind",
    "HelpRequest",
    "Incident",
    "KeptPicture",
    "Kind",
    "KnownWord",
    "Link",
    "LinkKind",
    "Merge",
    "Mode",
    "Moment",
    "Note",
    "Participation",
    "Picture",
    "Reach",
    "ReachOut",
    "Repair",
    "RepairReport",
    "RepairState",
    "RepairStep",
    "RepairStepName",
    "ResponseRole",
    "SearchText",
    "Service",
    "ServiceLink",
    "Severity",
    "Status",
    "StatusMail",
    "StatusMailState",
    "StatusPage",
    "Subscriber",
    "Task",
    "TimeChange",
    "TimelineEntry",
    "Tool",
    "UndoPath",
    "Update",
]
