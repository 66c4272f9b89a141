"""A write-up as a file."""

import logging
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from incidents.exports.turns import take_turn
from postmortems.exports.document import read_document
from postmortems.exports.html import as_html
from postmortems.exports.markdown import as_markdown
from postmortems.exports.pdf import CannotBeSet, as_pdf
from postmortems.exports.pictures import carry
from postmortems.models import Postmortem
from postmortems.views.exporting import IN_A_MOMENT, as_file

logger = logging.getLogger(__name__)
BUSY = _("It could not be made just now. Ask for it again in a moment.")


class AsItIs(DefaultContentNegotiation):
    """A file is of the kind that `as` says, and what is refused is JSON, whatever is accepted."""

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class Exporting(serializers.Serializer[Any]):
    """Which kind of file it is to be."""

    kind = serializers.ChoiceField(["markdown", "html", "pdf"], default="markdown")


told_as_file = extend_schema(
    parameters=[Exporting],
    responses={
        (200, "text/markdown"): OpenApiTypes.STR,
        (200, "text/html"): OpenApiTypes.STR,
        (200, "application/pdf"): OpenApiTypes.BINARY,
    },
)


def export(postmortem: Postmortem, request: Request) -> HttpResponse:
    """Make the file that is asked for; those that take a while are made a few at a time."""
    asked = Exporting(data=request.query_params)
    asked.is_valid(raise_exception=True)
    kind = asked.validated_data["kind"]
    if kind == "markdown":
        document = read_document(postmortem)
        text = as_markdown(document)
        return as_file(text, "text/markdown; charset=utf-8", document, ending="md")
    turn = take_turn()
    if turn is None:
        raise Throttled(int(IN_A_MOMENT), BUSY)
    try:
        return _in_turn(postmortem, kind)
    finally:
        turn.close()


def _in_turn(postmortem: Postmortem, kind: str) -> HttpResponse:
    document = read_document(postmortem)
    if kind == "html":
        html = as_html(document, carry(postmortem))
        return as_file(html, "text/html; charset=utf-8", document, ending="html")
    try:
        pdf = as_pdf(document, carry(postmortem))
    except CannotBeSet as why:
        logger.warning("The PDF of write-up %s was not made: %s", postmortem.pk, why)
        raise Throttled(int(IN_A_MOMENT), BUSY) from why
    return as_file(pdf, "application/pdf", document, ending="pdf")
