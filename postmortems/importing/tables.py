"""Cells of a table's rows, as written: a row may have more of them than its header."""

import re
from collections.abc import Sequence

from postmortems.importing.headings import words_of

_PIPE = re.compile(r"(?<!\\)\|")
_COMMON = frozenset(
    "action actions all and assignee at bug by comment comments date description detail details "
    "cet due entry event events happened id in issue item items link note notes number of owner "
    "owners priority state status task the ticket time times timestamp type utc what when "
    "who".split()
)


def cells_of(row: str) -> list[str]:
    cells = _PIPE.split(row.strip())
    if cells and not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def as_label(row: str) -> str:
    """A row of two cells as a label with what it says; any other line as it is."""
    cells = [cell for cell in cells_of(row) if cell] if "|" in row else []
    return f"{cells[0].strip(' *_:')}: {cells[1]}" if len(cells) == 2 else row


def says_only_common_words(header: Sequence[str]) -> bool:
    """Whether a header says no more than every header of its kind does: "Time", "Event"."""
    return {word.lower() for cell in header for word in words_of(cell)} <= _COMMON
