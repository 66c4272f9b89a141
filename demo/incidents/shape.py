"""How an incident of the demo is told: when it opened, and then step by step.

Minutes are counted from when it was opened, because nobody who reads a timeline cares for the date
it was invented on.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    minute: float
    who: str
    text: str
    key: bool = False


@dataclass(frozen=True)
class Join:
    minute: float
    who: str
    role: str = "responder"


@dataclass(frozen=True)
class HandOver:
    """The lead passes to somebody else."""

    minute: float
    who: str
    to: str
    text: str = ""


@dataclass(frozen=True)
class Update:
    minute: float
    who: str
    conditions: str
    actions: str = ""
    needs: str = ""
    next_in: int | None = None
    """Minutes until the next one is due."""


@dataclass(frozen=True)
class Move:
    """A change of status."""

    minute: float
    who: str
    to: str
    text: str = ""


@dataclass(frozen=True)
class Size:
    """How much it hurts, once somebody can say."""

    minute: float
    who: str
    severity: str


@dataclass(frozen=True)
class AskForHelp:
    minute: float
    who: str
    text: str
    taken_by: str = ""
    taken_after: float = 2


@dataclass(frozen=True)
class Answer:
    """What is answered to the organisation's own fields, by their keys."""

    minute: float
    who: str
    answers: dict[str, str | int]


@dataclass(frozen=True)
class KindNote:
    """A private note from one person to one other. The timeline keeps no trace."""

    minute: float
    who: str
    to: str
    text: str


@dataclass(frozen=True)
class Resolve:
    minute: float
    who: str
    text: str


@dataclass(frozen=True)
class StandDown:
    """It turned out to be fine."""

    minute: float
    who: str
    text: str


Step = (
    Note
    | Join
    | HandOver
    | Update
    | Move
    | Size
    | AskForHelp
    | Answer
    | KindNote
    | Resolve
    | StandDown
)


@dataclass(frozen=True)
class Told:
    """One incident. Open it `minutes_ago`, or at `at` (UTC) on the working day `days_ago`."""

    key: str
    title: str
    filed_by: str
    steps: list[Step]
    services: list[str] = field(default_factory=list)
    minutes_ago: float | None = None
    days_ago: int = 0
    at: str = ""
    started_before: float = 0
    """Minutes between when it started and when it was opened."""
    noticed_before: float = 0
    severity: str = ""
    undo: str = "unknown"
    mode: str = "live"
    details: str = ""
    """What the filer added below the title."""
