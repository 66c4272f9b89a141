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
    Told("doubled-ledger", "ines", 240, ["ledger-writer"], incident="doubled-ledger"),
    Told("emailed-test", "marek", 228, ["post-room"]),
    Told("summer-time", "jo", 190, ["clockwork"]),
    Told("two-certificates", "ruth", 163),
    Told("greedy-regex", "lucia", 141, byline="role"),
    Told("comma-prices", "priya", 118, ["discover"]),
    Told("wrong-staging", "wiremu", 101, byline="role"),
    Told("eager-retry", "samira", 84, ["card-gateway"]),
    Told("first-change", "nia", 58, ["discover"], incident="empty-search"),
    Told("half-the-fleet", "wiremu", 37),
    Told("log-axis", "adaeze", 16, ["discover"]),
]
"""Oldest first. Seniors told theirs long before anybody new did."""
