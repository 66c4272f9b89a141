"""What people at Larkspur looked for in the docs and did not find."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Missed:
    what: str
    by: str
    days_ago: int
    story: str = ""
    service: str = ""


MISSED = [
    Missed(
        "How to tell whether a batch of the ledger has been written already",
        "tom",
        5,
        story="doubled-ledger",
    ),
    Missed(
        "Which jobs clockwork runs around midnight, and in which zone",
        "hana",
        9,
        story="summer-time",
    ),
    Missed(
        "Who may turn the retry of card payments off, and how", "nia", 2, service="card-gateway"
    ),
]
