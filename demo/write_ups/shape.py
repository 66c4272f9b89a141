"""How a write-up of the demo is told. Days are working days; the prose is a file beside this."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class FollowUp:
    what: str
    kind: str
    """code, detection, debugging, tooling, automation, documentation or testing."""
    owner: str
    """Empty while nobody has it."""
    due_in: int
    """Working days from today; negative is in the past."""
    done: int | None = None
    """Working days ago."""
    let_go: str = ""
    """The reason for which it was let go."""
    passed_to: str = ""
    """Where else it went."""
    handed_on: tuple[str, str] | None = None
    """To whom the owner handed it on the next day, and with which line."""
    answers: list[tuple[str, str]] = field(default_factory=list)
    """What the owner said 30 and 90 days after it was done (helped, not_yet or did_not_help),
    and a line about it."""


@dataclass(frozen=True)
class Round:
    """One round of review: asked for and answered so many working days ago."""

    reviewer: str
    asked: int
    answered: int | None = None
    verdict: str = ""
    """approved or changes_suggested; empty while the reviewer is reading."""
    remarks: str = ""


@dataclass(frozen=True)
class Debrief:
    """People talk about it so many working days ago; a negative number is ahead."""

    day: int
    planned: int
    leader: str
    notes: str = ""
    """Empty while it has not been held."""
    place: str = "https://meet.larkspur.example/debrief"


@dataclass(frozen=True)
class Correction:
    """Words of a section that were put right so many working days ago."""

    who: str
    days_ago: int
    section: str
    was: str
    now: str
    note: str


@dataclass(frozen=True)
class Thread:
    """Something said about words of a section, so many working days ago."""

    who: str
    said: int
    section: str
    quote: str
    text: str
    suggestion: str = ""
    answers: list[tuple[str, str]] = field(default_factory=list)
    """(who, text), later on the same day."""
    resolved: str = ""
    """Who resolved it; empty while it is open."""


@dataclass(frozen=True)
class WriteUp:
    incident: str
    author: str
    begun: int
    factors: list[tuple[str, str]] = field(default_factory=list)
    """(kind, text): detection, tooling, testing, review, documentation, design, process,
    time_pressure or external."""
    follow_ups: list[FollowUp] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    published: int | None = None
    form: str = "full"
    also: list[str] = field(default_factory=list)
    """Other incidents that it tells of."""
    debrief: Debrief | None = None
    corrections: list[Correction] = field(default_factory=list)


@dataclass(frozen=True)
class Skipped:
    """No write-up for this incident, and why."""

    incident: str
    who: str
    days_ago: int
    reason: str
