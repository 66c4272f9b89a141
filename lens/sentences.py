"""Where sentences begin and end."""

import re
from collections.abc import Iterator

from lens.masking import BREAK

# A question that is answered at once stays together with its answer: "Why? Because", and "What
# was the root cause?" with what follows.
END = re.compile(
    rf"{BREAK}+|(?<![\s.]\w)(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)(?<!\bdr)(?<!\bmr)"
    r"(?!(?<=\broot\scause)\?)[.!?…]{1,9}[)\]'\"]{0,2}\s{1,9}(?!because\b)"
)


def sentences(masked: str) -> Iterator[tuple[int, str]]:
    """Every sentence of a masked text, with its place."""
    start = 0
    for match in END.finditer(masked):
        yield from _sentence(masked, start, match.end())
        start = match.end()
    yield from _sentence(masked, start, len(masked))


def _sentence(masked: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    sentence = masked[start:end].strip(BREAK)
    if sentence.strip():
        yield start + (len(masked[start:end]) - len(masked[start:end].lstrip(BREAK))), sentence
