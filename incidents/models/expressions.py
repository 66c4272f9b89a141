"""Ways to ask Postgres that Django has no words for."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL


class IsOneOf(Func):
    """Whether a column is one of the values of an array, or of a query that is read once.

    It says what `IN` says. As an array the values cost the planner nothing for each
    row, so it looks few rows up where it would otherwise read a whole table.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, values: "QuerySet[Any, Any] | RawSQL") -> None:
        array = values if isinstance(values, RawSQL) else ArraySubquery(values.order_by())
        super().__init__(F(column), array)
