"""Reading JSON that anybody may have written."""

import json
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer

from people.api.refusals import TooLong

# A write-up with all of its sections is far below both.
MOST_BYTES = 2 * 1024 * 1024
MOST_DEEP = 20


class PlainJSONParser(JSONParser):
    """JSON in UTF-8, of a bounded length and depth, with texts that a column can keep."""

    renderer_class = JSONRenderer

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLong(_("What was sent is too long: two megabytes are the most."))
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise ParseError(_("What was sent is not UTF-8.")) from None
        try:
            said = json.loads(text, parse_constant=_no_number)
        except RecursionError:
            raise ParseError(TOO_DEEP) from None
        except ValueError as error:
            raise ParseError(_("What was sent is not JSON: %s") % error) from None
        _check(said, MOST_DEEP)
        return said


TOO_DEEP = _("What was sent is nested too deeply.")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _check(value: Any, deep: int) -> None:
    """Refuse what is nested too deeply, and texts that Postgres does not keep."""
    if isinstance(value, str):
        if "\0" in value:
            raise ParseError(_("A text has a NUL character. Please take it out."))
        if not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
            raise ParseError(_("A text has half of a character. Please take it out."))
    elif isinstance(value, dict | list):
        if not deep:
            raise ParseError(TOO_DEEP)
        inside = value if isinstance(value, list) else [*value, *value.values()]
        for one in inside:
            _check(one, deep - 1)
