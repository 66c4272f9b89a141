"""The filters of a directory as conditions of the database."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from scim2_models import AttributeBinding, InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)

OPERATORS = {
    CompareOperator.eq: "exact",
    CompareOperator.ne: "exact",
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
}
MOST_DIGITS = 18


@dataclass(frozen=True)
class Column:
    """Where an attribute is; a number is one of a row, and is only ever the same or not."""

    name: str
    is_number: bool = False


Columns = dict[str, Column]


def number_of(text: Any) -> int | None:
    """The number of a row, where a text is one that a row can have."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None


def condition(wanted: ScimFilter[Any], columns: Columns) -> Q:
    return _Condition(wanted, columns).visit(wanted.ast)


class _Condition(FilterVisitor[Q]):
    """`inside` is the attribute in whose brackets a part of the filter stands."""

    def __init__(self, wanted: ScimFilter[Any], columns: Columns, inside: str = "") -> None:
        self.wanted, self.columns, self.inside = wanted, columns, inside

    def visit_comparison(self, node: Comparison) -> Q:
        path = self._path(node.attr_path)
        binding = self.wanted.resolve_comparison(path)
        column = self._column(binding, path)
        assert binding is not None
        value = coerce_value(binding, node.value, node.op)
        found = _compared(column, node, value, is_exact=binding.case_exact)
        return ~found if node.op == CompareOperator.ne else found

    def visit_present(self, node: Present) -> Q:
        path = self._path(node.attr_path)
        column = self._column(self.wanted.resolve_comparison(path), path)
        if column.is_number:
            return Q(**{f"{column.name}__isnull": False})
        return ~Q(**{column.name: ""})

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        first, *rest = [self.visit(term) for term in node.terms]
        for one in rest:
            first = first & one if node.op == LogicalOperator.and_ else first | one
        return first

    def visit_value_path(self, node: ValuePath) -> Q:
        inner = _Condition(self.wanted, self.columns, inside=node.attr_path.attr)
        return inner.visit(node.val_filter)

    def _path(self, path: AttrPath) -> AttrPath:
        return AttrPath(attr=self.inside, sub_attr=path.attr) if self.inside else path

    def _column(self, binding: AttributeBinding | None, path: AttrPath) -> Column:
        if binding is not None:
            name = ".".join(filter(None, (binding.field_name, binding.sub_field_name)))
            if column := self.columns.get(name):
                return column
        raise InvalidFilterException(detail=f"Nothing is found by {path} here")


def _compared(column: Column, node: Comparison, value: Any, *, is_exact: bool) -> Q:
    operator = OPERATORS.get(node.op)
    if operator is None or (column.is_number and operator != "exact"):
        raise InvalidFilterException(detail=f"{node.attr_path} is not compared by {node.op} here")
    if column.is_number:
        number = number_of(value)
        return Q(**{column.name: number}) if number is not None else Q(pk__in=[])
    if isinstance(value, bool):
        return Q(**{column.name: value})
    text = "" if value is None else str(value)
    if "\0" in text:
        return Q(pk__in=[])
    return Q(**{f"{column.name}__{'' if is_exact else 'i'}{operator}": text})
