"""Reads that are put together once in a process, and then run with other values.

Django builds and compiles a queryset anew each time. For the reads of a large page that takes
longer than the database takes to answer them. A function marked `@prepared` returns a queryset;
calling it returns its rows, and the SQL is kept for the next call.
"""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from inspect import signature
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

# What stands in for values while a read is put together: nothing in a database is like these.
NUMBER = 4_611_686_018_427_000_000
MOMENT = datetime(4611, 6, 8, tzinfo=UTC)
ELSEWHERE = ZoneInfo("Pacific/Chatham")


class NotPrepared(TypeError):
    """A read depends on something that is not among its arguments."""


@dataclass(frozen=True)
class Slot:
    """Where in the parameters of a statement the value of an argument goes."""

    argument: str


@dataclass(frozen=True)
class Statement[M: Model]:
    """A read that is compiled, for arguments of one shape; without a compiler it finds nothing."""

    rows: QuerySet[M]
    compiler: SQLCompiler | None
    sql: str
    params: tuple[Any, ...]

    def run(self, values: dict[str, Any]) -> list[M]:
        if self.compiler is None:
            return []
        params = tuple(
            values[one.argument] if isinstance(one, Slot) else one for one in self.params
        )
        compiler = copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_args, **_options: (self.sql, params)  # type: ignore[method-assign]
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler  # type: ignore[method-assign]
        return list(rows)


def prepared[**P, M: Model](read: Callable[P, QuerySet[M]]) -> Callable[P, list[M]]:
    """Compile the queryset of `read` once for each shape of its arguments.

    Numbers, moments and rows are values, which differ from run to run; all else
    (a flag, a name, None) is shape, and must come in few kinds. Of a row `read` uses
    the key, and the fields that its model names in `shapes_reads`. It reads neither
    the clock nor the reader's zone nor anything else that changes: it is built
    twice, and what differs raises `NotPrepared`.
    """
    parameters = signature(read)
    statements: dict[Hashable, Statement[M]] = {}

    @wraps(read)
    def run(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        bound = parameters.bind(*args, **kwargs)
        bound.apply_defaults()
        given: dict[str, Any] = bound.arguments
        shape = tuple(_shape(value) for value in given.values())
        if shape not in statements:
            statements[shape] = _prepare(cast("Callable[..., QuerySet[M]]", read), given)
        return statements[shape].run({name: _value(value) for name, value in given.items()})

    return run


def _is_value(value: object) -> bool:
    return type(value) is int or isinstance(value, datetime | Model)


def _shape(value: Any) -> Hashable:
    if isinstance(value, Model):
        return (value.__class__, *(getattr(value, name) for name in _shaping(value)))
    return value.__class__ if _is_value(value) else cast("Hashable", value)


def _shaping(row: Model) -> tuple[str, ...]:
    return getattr(row, "shapes_reads", ())


def _value(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _prepare[M: Model](read: Callable[..., QuerySet[M]], given: dict[str, Any]) -> Statement[M]:
    """Put the read together twice, with other stand-ins and for a reader in another zone."""
    first = _compile(read, given, 0)
    with timezone.override(ELSEWHERE):
        second = _compile(read, given, 1)
    if first.sql != second.sql or first.params != second.params:
        raise NotPrepared(f"{read.__name__} reads something that is not among its arguments.")
    return first


def _compile[M: Model](
    read: Callable[..., QuerySet[M]], given: dict[str, Any], turn: int
) -> Statement[M]:
    stand_ins = {
        name: _stand_in(value, 2 * place + turn)
        for place, (name, value) in enumerate(given.items())
    }
    rows = read(**stand_ins)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Statement(rows, None, "", ())
    slots = {
        _value(stand_ins[name]): Slot(name) for name, value in given.items() if _is_value(value)
    }
    placed = tuple(_place(one, slots) for one in params)
    if missing := [slot.argument for slot in slots.values() if slot not in placed]:
        raise NotPrepared(f"{read.__name__} does not pass on {', '.join(missing)} as it is.")
    return Statement(rows, compiler, sql, placed)


def _place(param: Any, slots: dict[Any, Slot]) -> Any:
    return slots.get(param, param) if isinstance(param, int | datetime) else param


def _stand_in(value: Any, number: int) -> Any:
    if isinstance(value, Model):
        # Its other fields are not loaded, so a read that looks at one fails at once.
        known = {value._meta.pk.attname: NUMBER + number}
        known |= {name: getattr(value, name) for name in _shaping(value)}
        return value.__class__.from_db(None, [*known], [*known.values()])
    if isinstance(value, datetime):
        return MOMENT + timedelta(microseconds=number)
    return NUMBER + number if _is_value(value) else value
