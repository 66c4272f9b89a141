"""Read the rows of a table that tells when things were."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from postmortems.importing.source import Block, Source
from postmortems.importing.stamps import Stamp, read_stamp
from postmortems.importing.tables import cells_of

_TIME_COLUMN = re.compile(
    r"\W*(?:time|date|when|timestamp|uhrzeit|zeit|datum|heure|hora|data|fecha|horário|時刻|日時)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A row of a table; its stamp fills the first `used` cells."""

    line: int
    cells: tuple[str, ...]
    stamp: Stamp | None
    used: int

    @property
    def words(self) -> str:
        return " ".join(self.cells[: self.used])

    @property
    def rest(self) -> str:
        return " · ".join(cell for cell in self.cells[self.used :] if cell)


def rows_of(source: Source, block: Block, near: date | None) -> list[TimeRow]:
    """The rows of a table below its head, each with the stamp in it."""
    rows = []
    column = _column_of_time(cells_of(source.kept(block.start)))
    for line in range(block.start + 2, block.end):
        cells = cells_of(source.kept(line))
        if column:
            stamp, _used = _stamp_of_row(cells[column:], near)
            # Its words stay where they are: behind those of the columns before it.
            rows.append(TimeRow(line, tuple(cells), stamp and replace(stamp, plain=False), 0))
        else:
            rows.append(TimeRow(line, tuple(cells), *_stamp_of_row(cells, near)))
    return rows


def _stamp_of_row(cells: Sequence[str], near: date | None) -> tuple[Stamp | None, int]:
    """A row's stamp and how many cells it fills: a date and a time may have one each."""
    if not cells:
        return None, 0
    first = read_stamp(cells[0], near=near)
    if first is not None:
        first = replace(first, plain=first.plain and not cells[0][first.end :].strip())
    if len(cells) > 2 and (first.time is None if first else not cells[0]):
        second = read_stamp(cells[1], near=near)
        if second is not None and second.time is not None and second.date is None:
            plain = second.plain and not cells[1][second.end :].strip()
            if first is not None:
                return replace(second, date=first.date, plain=plain and first.plain), 2
            return replace(second, plain=plain), 2
    return first, 1


def _column_of_time(names: Sequence[str]) -> int:
    """The first column whose name is about time, where it is not the first of all."""
    return next((at for at, name in enumerate(names) if _TIME_COLUMN.match(name)), 0)
