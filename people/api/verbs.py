"""How a view says what a verb takes and gives, once for what it does and for the schema."""

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.pagination import BasePagination
from rest_framework.serializers import BaseSerializer, Serializer

from people.api.given import Nothing

Handler = Callable[..., Any]
Mark = Callable[[Handler], Handler]


def verb(
    path: str | None = None,
    *,
    given: type[Serializer[Any]] = Nothing,
    out: type[BaseSerializer[Any]] | None = None,
    status: int = 200,
    detail: bool = True,
    example: dict[str, Any] | None = None,
) -> Mark:
    """`POST …/path/`, which takes `given` and answers with `out`, or with nothing and 204.

    `self.do(function, thing)` reads `given`, and `self.told(row)` shows `out`.
    """
    marked = says(given=given, out=out, status=status, example=example)
    address = action(
        detail=detail, methods=["post"], url_path=path, given=given, out=out, out_status=status
    )
    # The address first: it would forget what the schema was told before.
    return lambda handler: marked(address(handler))


def reading(
    path: str | None = None,
    *,
    out: type[BaseSerializer[Any]],
    many: bool = False,
    detail: bool = True,
    pages: type[BasePagination] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
) -> Mark:
    """`GET …/path/`, which answers with one `out`, or with a page of them."""
    marked = extend_schema(
        request=None, responses=out(many=True) if many else out, parameters=[*parameters]
    )
    paged: dict[str, Any] = {"pagination_class": pages} if pages else {}
    address = action(detail=detail, methods=["get"], url_path=path, out=out, **paged)
    return lambda handler: marked(address(handler))


def says(
    *,
    given: type[Serializer[Any]] = Nothing,
    out: type[BaseSerializer[Any]] | None = None,
    status: int = 200,
    example: dict[str, Any] | None = None,
) -> Mark:
    """The same for a `create`, whose address is the list's own."""
    takes = None if given is Nothing else given
    gives: Any = out if out is not None else OpenApiResponse(description="Done.")
    examples = [OpenApiExample("Example", value=example, request_only=True)] if example else []
    return extend_schema(request=takes, responses={status: gives}, examples=examples)
