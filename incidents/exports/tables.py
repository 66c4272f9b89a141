"""Rows of incidents as CSV and as JSON, made while they are sent."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from incidents.exports.rows import COLUMNS, Row, moment

# Spreadsheets know by it that the text is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would take for the begin of a formula, also in the wide forms of East Asia.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)

Chunks = Iterable[Sequence[Row]]


def csv_parts(chunks: Chunks, *, keys: Sequence[str]) -> Iterator[bytes]:
    """The header, then the rows; the custom field `region` is the column `field.region`."""
    header = [*COLUMNS, *(f"field.{key}" for key in keys)]
    yield (BYTE_ORDER_MARK + _lines([header])).encode()
    for chunk in chunks:
        yield _lines(_cells(row, keys) for row in chunk).encode()


def _cells(row: Row, keys: Sequence[str]) -> list[str]:
    row = row | {"services": " ".join(row["services"])}
    cells = [row[name] or "" for name in COLUMNS] + [row["fields"].get(key, "") for key in keys]
    return [as_text(cell) for cell in cells]


def as_text(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula; a plain number is left as it is."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def _lines(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def json_parts(chunks: Chunks, *, keys: Sequence[str]) -> Iterator[bytes]:
    """One object; what broke off on its way is no JSON, and so is not taken for all of it."""
    yield f'{{"exported_at": "{moment(timezone.now())}", "incidents": ['.encode()
    separator = "\n"
    for chunk in chunks:
        rows = [json.dumps(row, ensure_ascii=False) for row in chunk]
        yield (separator + ",\n".join(rows)).encode()
        separator = ",\n"
    yield b"\n]}\n"
