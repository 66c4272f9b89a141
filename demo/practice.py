"""Scenarios that Larkspur practises with, and one practice that was held."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clue:
    text: str
    topics: list[str] = field(default_factory=list)
    after: int | None = None
    """Minutes of play after which it comes by itself."""


@dataclass(frozen=True)
class Step:
    """What a player did in the room, so many minutes in."""

    minute: int
    who: str
    look: str = ""
    note: str = ""


@dataclass(frozen=True)
class Practice:
    days_ago: int
    players: list[str]
    lasted: int
    steps: list[Step]


@dataclass(frozen=True)
class Scenario:
    incident: str
    """The incident whose write-up it is made from."""
    maker: str
    title: str
    known: str
    clues: list[Clue]
    practice: Practice | None = None


SCENARIOS = [
    Scenario(
        "card-certificate",
        maker="samira",
        title="Five in the morning, and no card goes through",
        known="It is 05:03. You are on call, and the pager says: *accepted payments, all cafés: "
        "none*. Nothing was released since yesterday at noon. Cafés in half of Europe open at six.",
        clues=[
            Clue(
                "The till in Porto shows “card not accepted” at once, not after a wait.",
                ["café", "till", "customers"],
                after=2,
            ),
            Clue(
                "`handshake refused by peer` on every attempt, from 05:00:00 on. No card number, "
                "no amount: it never comes to that.",
                ["logs", "errors", "card-gateway"],
            ),
            Clue(
                "The last release was yesterday at 12:10, to another service.",
                ["deploy", "release", "last change"],
            ),
            Clue(
                "The processors’ status pages are green. All three refuse us alike.",
                ["processor", "status page", "vendor"],
            ),
            Clue(
                "On disk: good for another 60 days. As the running process shows it to the world: "
                "it ran out today at 05:00.",
                ["certificate", "tls", "connection"],
            ),
            Clue(
                "The gateway was started 90 days ago. It has been so reliable.",
                ["restart", "uptime", "process"],
            ),
            Clue(
                "A café in Vigo writes: “We take cash and write the rest down. When can we tell "
                "people it works again?”",
                after=8,
            ),
            Clue(
                "No payment is in flight: there has been none since 05:00.",
                ["in flight", "payments", "queue"],
            ),
        ],
        practice=Practice(
            days_ago=6,
            players=["mateo", "priya"],
            lasted=19,
            steps=[
                Step(1, "mateo", look="the logs of the card-gateway"),
                Step(3, "priya", look="last release"),
                Step(
                    4,
                    "priya",
                    note="It is every café and every processor, and nothing of ours changed. So "
                    "it is something that changes by itself: a date?",
                ),
                Step(7, "mateo", look="certificate"),
                Step(
                    10,
                    "mateo",
                    note="I would restart the gateway now. Priya asks what we lose if we do.",
                ),
                Step(12, "priya", look="payments in flight"),
                Step(16, "mateo", note="One zone first, then the others."),
            ],
        ),
    ),
    Scenario(
        "empty-search",
        maker="nia",
        title="Every search comes back empty",
        known="You released *discover* a few minutes ago. You look at the real page, as the "
        "checklist says, and search for “espresso”. There is nothing. You are in your second week.",
        clues=[
            Clue(
                "“Is it only me, or is search broken?” A colleague at the next desk.",
                after=2,
            ),
            Clue(
                "The release switched on a setting: *only coffees in stock near the customer*.",
                ["deploy", "release", "last change", "setting", "flag"],
            ),
            Clue(
                "Searches with no result: 3 percent until 11:08, and 90 percent since.",
                ["dashboard", "graph", "metrics", "rate"],
            ),
            Clue(
                "No errors at all. Every request is answered with 200 and an empty list.",
                ["logs", "errors"],
            ),
            Clue(
                "212 tests, all green. Every one of them has a place in Porto.",
                ["tests", "ci", "build"],
            ),
            Clue(
                "One command puts the last release back, and it is safe to run twice.",
                ["rollback", "undo", "tools"],
            ),
            Clue("Fourteen customers have written by now.", ["support", "customers"], after=7),
        ],
    ),
]
