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
    """name, role, or anonymous: “Marek, principal engineer” or “someone in Platform”.

    Whoever is chosen as the teller of an anonymous story lends it their team, and no more.
    """
    incident: str = ""
    tags: list[str] = field(default_factory=list)


STORIES = [
    Told("two-certificates", "ruth", 240, tags=["certificates", "reminders"]),
    Told("eager-retry", "samira", 203, ["card-gateway"], tags=["retries", "payments"]),
    Told("comma-prices", "priya", 163, ["discover"], tags=["prices", "imports"]),
    Told("wrong-staging", "wiremu", 141, byline="role", tags=["databases", "environment"]),
    Told("summer-time", "jo", 118, ["clockwork"], tags=["time", "scheduling"]),
    Told("half-the-fleet", "wiremu", 96, tags=["deploy", "environment"]),
    Told("greedy-regex", "lucia", 70, byline="role", tags=["regex", "performance"]),
    Told(
        "first-change",
        "nia",
        58,
        ["discover"],
        incident="empty-search",
        tags=["first month", "deploy"],
    ),
    Told(
        "doubled-ledger",
        "ines",
        31,
        ["ledger-writer"],
        incident="doubled-ledger",
        tags=["databases", "backfills"],
    ),
    Told("eleven-minutes", "wiremu", 22, byline="anonymous", tags=["on call", "asking for help"]),
    Told("log-axis", "adaeze", 12, ["discover"], tags=["monitoring", "graphs"]),
    Told("emailed-test", "marek", 4, ["post-room"], tags=["mail", "data"]),
]
"""Oldest first. Seniors told theirs long before anybody new did."""
