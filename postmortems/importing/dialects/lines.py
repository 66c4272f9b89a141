"""Lines outside of fences: what is within one is code, and stays as it is."""

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r" {0,3}(```|~~~)")


def outside_fences(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that are no code."""
    fence = ""
    for at, line in enumerate(lines):
        if (mark := _FENCE.match(line)) and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence:
            yield at
