"""What people at Larkspur tell. The stories are in the files beside this one."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    file: str
    teller: str
    days_ago: int
    """Published so many working days ago."""
    services: list[str] = field(default_factory=list)
    byline: str = "name"
    """name or role: “Marek, principal engineer” or “someone in Platform”."""
    incident: str = ""


STORIES = [
    Told("two-certificates", "ruth", 240),
    Told("eager-retry", "samira", 203, ["card-gateway"]),
    Told("comma-prices", "priya", 163, ["discover"]),
    Told("wrong-staging", "wiremu", 141, byline="role"),
    Told("summer-time", "jo", 118, ["clockwork"]),
    Told("half-the-fleet", "wiremu", 96),
    Told("greedy-regex", "lucia", 70, byline="role"),
    Told("first-change", "nia", 58, ["discover"], incident="empty-search"),
    Told("doubled-ledger", "ines", 31, ["ledger-writer"], incident="doubled-ledger"),
    Told("log-axis", "adaeze", 12, ["discover"]),
    Told("emailed-test", "marek", 4, ["post-room"]),
]
"""Oldest first. Seniors told theirs long before anybody new did."""
