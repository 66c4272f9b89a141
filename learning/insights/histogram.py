"""Times as counts of how many took about so long, from which the middle can be told.

Counts can be added up over quarters, which medians cannot. The steps are at most a fifth
apart from ten minutes on, so a median told from them is within a few per cent.
"""

from collections.abc import Mapping
from datetime import timedelta

# Minutes at which each step begins; the last one is open.
EDGES = [
    *(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 23, 26, 30, 35, 40, 45, 50, 55, 60),
    *(70, 80, 90, 105, 120, 140, 160, 180, 210, 240, 280, 320, 360, 420, 480, 560, 640, 720),
    *(840, 960, 1140, 1320, 1440, 1680, 1920, 2280, 2640, 2880, 3360, 3840, 4320, 5040, 5760),
    *(6720, 7680, 8640, 10080, 12000, 14400, 17280, 20160, 24000, 28800, 34560, 43200),
]


def step_of(took: timedelta) -> int:
    """The number of the step, as `width_bucket` of Postgres counts it: from 1."""
    minutes = took.total_seconds() / 60
    return sum(edge <= minutes for edge in EDGES)


def median(steps: Mapping[str, int]) -> float:
    """Half of them took at most so many minutes."""
    half, below = sum(steps.values()) / 2, 0
    for step in sorted(steps, key=int):
        if below + steps[step] >= half:
            begin = EDGES[int(step) - 1]
            end = EDGES[int(step)] if int(step) < len(EDGES) else begin
            return begin + (end - begin) * (half - below) / steps[step]
        below += steps[step]
    raise ValueError("There is no middle of nothing.")
