"""A write-up as a file: Markdown, HTML or PDF."""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from incidents.exports.turns import take_turn
from people.http import UserRequest
from postmortems.exports.document import Document, read_document
from postmortems.exports.html import as_html
from postmortems.exports.markdown import as_markdown
from postmortems.exports.pdf import CannotBeSet, as_pdf
from postmortems.exports.pictures import carry
from postmortems.models import Postmortem
from postmortems.queries.reading import named, to_read

IN_A_MOMENT = "30"
logger = logging.getLogger(__name__)


@login_required
@require_GET
def export_markdown(request: UserRequest, pk: int) -> HttpResponse:
    document = read_document(_named(request, pk))
    return as_file(as_markdown(document), "text/markdown; charset=utf-8", document, ending="md")


@login_required
@require_GET
def export_html(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _named(request, pk)

    def made() -> HttpResponse:
        document = read_document(postmortem)
        html = as_html(document, carry(postmortem))
        return as_file(html, "text/html; charset=utf-8", document, ending="html")

    return _in_turn(request, postmortem, made)


@login_required
@require_GET
def export_pdf(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = _named(request, pk)

    def made() -> HttpResponse:
        document = read_document(postmortem)
        try:
            pdf = as_pdf(document, carry(postmortem))
        except CannotBeSet as why:
            logger.warning("The PDF of write-up %s was not made: %s", postmortem.pk, why)
            return _not_made(request, postmortem, status=503)
        return as_file(pdf, "application/pdf", document, ending="pdf")

    return _in_turn(request, postmortem, made)


def _named(request: UserRequest, pk: int) -> Postmortem:
    return named(get_object_or_404(to_read(request.user), pk=pk))


def _in_turn(
    request: UserRequest, postmortem: Postmortem, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """A few at a time, together with the exports of incidents: they keep a thread busy."""
    turn = take_turn()
    if turn is None:
        return _not_made(request, postmortem, again=request.get_full_path(), status=503)
    try:
        return make()
    finally:
        turn.close()


def _not_made(
    request: UserRequest, postmortem: Postmortem, *, again: str = "", status: int
) -> HttpResponse:
    context = {"postmortem": postmortem, "again": again}
    response = render(request, "postmortems/no_export.html", context, status=status)
    response.headers["Retry-After"] = IN_A_MOMENT
    return response


def as_file(content: str | bytes, kind: str, document: Document, *, ending: str) -> HttpResponse:
    name = f"{document.file_name}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
