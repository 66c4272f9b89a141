"""What the views of every room share. `docs/contributors.md` says how a verb is added."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from people.api.asking import user_of
from people.api.etags import check_unchanged, etag_of, has_it_already
from people.api.given import Nothing, cleaned
from people.api.limits import say_limits
from people.api.once import once
from people.api.refusals import SayWhich
from people.models import User


class Answers(APIView):
    """Says with every answer how many requests are left, and that nobody between keeps it."""

    def finalize_response(
        self, request: HttpRequest | Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        if isinstance(request, Request):
            say_limits(request, answer)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer


class Room(Answers, GenericViewSet[Any]):
    """Things of a room: read, and changed by verbs.

    `room` is what a token's scope says (`incidents` of `incidents:write`). `get_queryset` is
    always `visible_to` the account. A verb is an `@action` that ends in `self.do(…)` and
    answers with `self.shown(…)`, the thing itself, or `self.told(…)`, something else.
    """

    room: ClassVar[str]
    # Names of actions that need If-Match, because pages too guard them against two editors.
    needs_match: ClassVar[frozenset[str]] = frozenset()
    # Names of actions whose answer is kept nowhere: it has a secret, or is nobody's.
    never_kept: ClassVar[frozenset[str]] = frozenset()
    # Names of actions that an account which only reads may do too, as on the pages.
    for_readers: ClassVar[frozenset[str]] = frozenset()
    # Of each action, said by `verb` and `reading`.
    given: type[Serializer[Any]] = Nothing
    out: type[BaseSerializer[Any]] | None = None
    out_status: int = 200
    request: Request

    @property
    def user(self) -> User:
        return user_of(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        wants = "Idempotency-Key" in request.headers and self.action not in self.never_kept
        if request.method == "POST" and wants:
            handler: Callable[..., Response] = getattr(self, "post")  # noqa: B009
            self.post = once(handler, before_again=self.look_again)

    def look_again(self) -> object:
        """What is asked about, or 404 for whoever may not see it any more, before a kept answer."""
        return self.get_object() if self.detail else None

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """A page of rows, or of whatever its pager walks through."""
        page: list[Any] | None = super().paginate_queryset(queryset)
        return page

    def do(
        self,
        verb: Callable[..., Any],
        *things: Any,
        given: type[Serializer[Any]] | None = None,
        only: Any = None,
        **more: Any,
    ) -> Any:
        """Clean what was sent, and hand it to a domain function, unless the thing has changed.

        `only` is the thing where there is one of it, such as the settings, and the domain
        function finds it by itself.
        """
        clean = cleaned(self.request, given or self.given, view=self, things=things)
        with self.unless_changed(things[0] if things else only):
            return verb(*things, by=self.user, **more, **clean)

    @contextmanager
    def unless_changed(self, thing: Any) -> Iterator[None]:
        """Refuse what was decided on an older version (If-Match).

        The row is locked before it is compared and until all is written: of two who have read
        the same version, the second finds it changed.
        """
        if "If-Match" not in self.request.headers:
            if self.action in self.needs_match:
                raise SayWhich
            yield
            return
        with transaction.atomic():
            if thing is not None:
                self.lock(thing)
                check_unchanged(self.request, etag_of(self.read_again(thing)))
            yield

    def lock(self, thing: Any) -> None:
        """Lock the row that the verbs of a thing lock first."""
        type(thing)._default_manager.select_for_update().filter(pk=thing.pk).first()

    def read_again(self, thing: Any) -> Any:
        """The thing as it is now, as `retrieve` shows it."""
        return self.show(get_object_or_404(self.get_queryset(), pk=thing.pk))

    def prepare(self, rows: Sequence[Any]) -> None:
        """Read what rows need to be shown, for all of them at once; most need nothing."""

    def show(self, thing: Any) -> Any:
        """What is said of a thing, by its serializer."""
        self.prepare([thing])
        return self.get_serializer_class()(thing, context=self.get_serializer_context()).data

    def shown(self, thing: Any, *, status: int = 200) -> Response:
        """A thing with its ETag, or 304 where the reader has it already."""
        data = self.show(thing)
        headers = {"ETag": etag_of(data)}
        if self.request.method in ("GET", "HEAD") and has_it_already(self.request, headers["ETag"]):
            return Response(status=304, headers=headers)
        return Response(data, status, headers=headers)

    def told(self, row: Any) -> Response:
        """What a verb made or changed, by its `out`; nothing where it has none."""
        if self.out is None:
            return Response(status=204)
        self.prepare([row])
        data = self.out(row, context=self.get_serializer_context()).data
        return Response(data, self.out_status, headers={"ETag": etag_of(data)})

    def paged(self, rows: Any) -> Response:
        """A page of what a `reading` of many has."""
        assert self.out is not None
        page = self.paginate_queryset(rows) or []
        self.prepare(page)
        context = self.get_serializer_context()
        answer: Response = self.get_paginated_response(
            self.out(page, many=True, context=context).data
        )
        return answer


class Lists(Room):
    """A room whose things are read as a list, in pages, and one by one, with an ETag."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        self.prepare(page)
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object())
