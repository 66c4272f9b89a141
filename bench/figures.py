"""Say what was measured, each figure beside its goal."""

from collections.abc import Sequence
from statistics import median, quantiles


def title(text: str, *, how: str = "") -> None:
    """Begin a part, and say how its figures are taken."""
    print(f"\n{text}\n{'─' * len(text)}")
    if how:
        print(how)


def line(name: str, value: str, goal: str = "") -> None:
    """Print one figure, with its goal where it has one."""
    print(f"  {name:<34} {value:>22}{f'   (goal: {goal})' if goal else ''}", flush=True)


def milliseconds(seconds: Sequence[float]) -> str:
    """Half of them were at most this fast, and 95 in a hundred."""
    return f"{median(seconds) * 1000:.2f}, 95 %: {p95(seconds) * 1000:.2f} ms"


def p95(values: Sequence[float]) -> float:
    """The value that 95 in a hundred do not exceed."""
    return quantiles(values, n=20)[-1]
