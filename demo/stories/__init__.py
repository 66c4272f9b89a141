"""What people at Larkspur tell. The stories are in the files beside this one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    file: str
    teller: str
    days_ago: int
    """Published so many working days ago."""
    tags: list[str]
    services: list[str]
    byline: str = "name"
    """name or role: “Marek, principal engineer” or “someone in Platform”."""
    incident: str = ""
    thanked: int = 0
    """How many of the others said thank you, then the same for “me too” and “learned”."""
    me_too: int = 0
    learned: int = 0


STORIES = [
    Story(
        "doubled-ledger",
        "ines",
        240,
        ["payments", "databases"],
        ["ledger-writer"],
        incident="doubled-ledger",
        thanked=12,
        me_too=4,
        learned=9,
    ),
    Story("emailed-test", "marek", 228, ["mail", "data"], ["post-room"], thanked=13, learned=8),
    Story("summer-time", "jo", 190, ["scheduling"], ["clockwork"], thanked=8, me_too=7, learned=9),
    Story("two-certificates", "ruth", 163, ["operations"], [], thanked=9, me_too=3, learned=5),
    Story(
        "greedy-regex",
        "lucia",
        141,
        ["performance"],
        [],
        byline="role",
        thanked=6,
        me_too=8,
        learned=7,
    ),
    Story(
        "comma-prices",
        "priya",
        118,
        ["data", "money"],
        ["discover"],
        thanked=10,
        me_too=2,
        learned=6,
    ),
    Story(
        "wrong-staging",
        "wiremu",
        101,
        ["databases"],
        [],
        byline="role",
        thanked=7,
        me_too=6,
        learned=4,
    ),
    Story(
        "eager-retry",
        "samira",
        84,
        ["payments", "reliability"],
        ["card-gateway"],
        thanked=9,
        me_too=5,
        learned=10,
    ),
    Story(
        "first-change",
        "nia",
        58,
        ["first month", "search"],
        ["discover"],
        incident="empty-search",
        thanked=13,
        me_too=9,
        learned=3,
    ),
    Story(
        "half-the-fleet",
        "wiremu",
        37,
        ["on call", "operations"],
        [],
        thanked=8,
        me_too=4,
        learned=7,
    ),
    Story(
        "log-axis",
        "adaeze",
        16,
        ["leading", "performance"],
        ["discover"],
        thanked=11,
        me_too=5,
        learned=11,
    ),
]
"""Oldest first. Seniors told theirs long before anybody new did."""
