"""Long lists come in pages, each of which leads to the next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

if TYPE_CHECKING:
    from rest_framework.views import APIView

WRONG_CURSOR = _("This cursor is from elsewhere. Follow “next” as it was given.")
WRONG_LIMIT = _("Give a whole number from 1 to 100.")


class NewestFirst(CursorPagination):
    """`{"next": …, "previous": …, "results": […]}`, newest first, `limit` of them at once.

    A cursor is signed for its list: whatever it says, this list has said before.
    """

    ordering: Any = "-pk"
    page_size = 30
    page_size_query_param = "limit"
    max_page_size = 100
    page_size_query_description: Any = _("How many at once, 100 at most.")

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: "APIView | None" = None,
    ) -> list[Any] | None:
        self.signer = signing.Signer(salt=f"goldseam.cursor:{type(view).__name__}:{self.ordering}")
        return super().paginate_queryset(queryset, request, view)

    def encode_cursor(self, cursor: Cursor) -> str:
        said = self.signer.sign_object([cursor.offset, int(cursor.reverse), cursor.position])
        return replace_query_param(self.base_url or "", self.cursor_query_param, said)

    def decode_cursor(self, request: Request) -> Cursor | None:
        said = request.query_params.get(self.cursor_query_param)
        if said is None:
            return None
        try:
            offset, reverse, position = self.signer.unsign_object(said)
        except (signing.BadSignature, ValueError):
            raise ValidationError({"cursor": [WRONG_CURSOR]}) from None
        return Cursor(offset=offset, reverse=bool(reverse), position=position)

    def get_page_size(self, request: Request) -> int:
        said = request.query_params.get(self.page_size_query_param)
        if said is None:
            return self.page_size
        if not (said.isascii() and said.isdecimal() and len(said) < 4 and 1 <= int(said) <= 100):
            raise ValidationError({"limit": [WRONG_LIMIT]})
        return int(said)


class OldestFirst(NewestFirst):
    """The same the other way round, where a list is read from its beginning."""

    ordering: Any = "pk"


def wrong_cursor() -> ValidationError:
    return ValidationError({"cursor": [WRONG_CURSOR]})


class Walking(NewestFirst):
    """A walk in an order of its own, in place of rows.

    It is a function of the place that it goes on from, at first `""`, and returns a page and the
    place behind it, or `""` at the end.
    """

    page_size_query_param = None  # type: ignore[assignment]

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: "APIView | None" = None,
    ) -> list[Any] | None:
        walk: Any = queryset
        rows, self.more = walk(request.query_params.get(self.cursor_query_param, ""))
        self.base_url = request.build_absolute_uri()
        return [*rows]

    def get_next_link(self) -> str | None:
        if not self.more:
            return None
        return replace_query_param(self.base_url or "", self.cursor_query_param, self.more)

    def get_previous_link(self) -> None:
        return None


class Whole(NewestFirst):
    """What is never long comes as one page, in the order in which it was read."""

    page_size_query_param = None  # type: ignore[assignment]

    def paginate_queryset(
        self,
        queryset: QuerySet[Any] | Sequence[Any],
        request: Request,
        view: "APIView | None" = None,
    ) -> list[Any] | None:
        return [*queryset]

    def get_next_link(self) -> None:
        return None

    def get_previous_link(self) -> None:
        return None

    def get_schema_operation_parameters(self, view: Any) -> list[Any]:
        return []
