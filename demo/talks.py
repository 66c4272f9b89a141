"""What people at Larkspur tell each other on Thursdays."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Talk:
    who: str
    title: str = ""
    has_slides: bool = False


@dataclass(frozen=True)
class Week:
    talks: list[Talk] = field(default_factory=list)
    is_recorded: bool = False
    is_off: bool = False


PLACE = "https://meet.larkspur.example/stuff-i-broke"
RECORDINGS = "https://videos.larkspur.example/stuff-i-broke"
SLIDES = "https://slides.larkspur.example/stuff-i-broke"

PAST = [
    Week(
        [
            Talk("ruth", "Two certificates, one of them mine", has_slides=True),
            Talk("priya", "A comma and every price in Lisbon"),
        ],
        is_recorded=True,
    ),
    Week(
        [
            Talk("jo", "The hour that came twice"),
            Talk("dana", "The switch I did not know I had"),
        ],
        is_recorded=True,
    ),
    Week([Talk("marek", "Four thousand test mails, and what came back", has_slides=True)]),
    Week([Talk("samira", "A retry that could not wait"), Talk("wiremu", "Half the fleet")]),
]
"""The latest first."""

AHEAD = [
    Week(
        [
            Talk("marek", "Eleven years of the same cron job"),
            Talk("samira", "What I read first in a ledger now"),
            Talk("mateo", "Green tests, empty search"),
            Talk("lucia"),
        ]
    ),
    Week(
        [
            Talk("adaeze", "A straight line on a log axis"),
            Talk("jo", "Clocks, again"),
            Talk("tom", "My second week"),
        ]
    ),
    Week([Talk("nia", "My first change, from the inside")]),
    Week(is_off=True),
]
"""The soonest first."""
