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
    at_first: str = ""
    """What it said before somebody put it into better words."""
    written_after: float = 0
    """Minutes until there was time to write it down."""


@dataclass(frozen=True)
class CorrectStart:
    """Somebody found out when it had really started."""

    minute: float
    who: str
    before: float
    """Minutes before it was opened."""


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
    public: str = ""
    """What customers read of it."""


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
    """Somebody could use a hand with what `text` says; with nobody in `taken_by`, still."""

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
    """A private note from one person to one other, and the answer. The timeline keeps no trace."""

    minute: float
    who: str
    to: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class UseTool:
    """One of the tools of a service, by its command."""

    minute: float
    who: str
    command: str


@dataclass(frozen=True)
class TakeStep:
    """A step that the undo path suggests, and when it was done, if it was."""

    minute: float
    who: str
    key: str
    done_after: float | None = None


@dataclass(frozen=True)
class Task:
    """Something to do, with somebody who does it or nobody yet."""

    minute: float
    who: str
    text: str
    assignee: str = ""


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


@dataclass(frozen=True)
class BeginRepair:
    """Data that was written wrong begins to be put right."""

    minute: float
    who: str
    what: str
    find: str
    how: str
    pairs: str


@dataclass(frozen=True)
class Tick:
    """A step of the repair."""

    minute: float
    who: str
    step: str
    text: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far the repairing script says it is, with the whole of its rows put right so far."""

    minute: float
    who: str
    done: int


@dataclass(frozen=True)
class Linked:
    """Somebody sees that it happened before, as the incident of a key, or is related to that."""

    minute: float
    who: str
    to: str
    kind: str = "related"


Step = (
    Note
    | CorrectStart
    | Join
    | HandOver
    | Update
    | Move
    | Size
    | AskForHelp
    | KindNote
    | UseTool
    | TakeStep
    | Task
    | BeginRepair
    | Tick
    | Progress
    | Linked
    | Answer
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
