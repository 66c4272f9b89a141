"""Which version of a thing somebody has read, so that two editors do not write over each other."""

from hashlib import sha256
from typing import Any

from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from people.api.refusals import Changed


def etag_of(data: Any) -> str:
    """A strong ETag of what is shown: other bytes, other tag."""
    return f'"{sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'


def has_it_already(request: Request, etag: str) -> bool:
    """Whether If-None-Match names what would be sent."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {one.removeprefix("W/") for one in known}


def check_unchanged(request: Request, etag: str) -> None:
    """Refuse with 412 where If-Match names something else; weak tags never match."""
    known = parse_etags(request.headers.get("If-Match", ""))
    if "*" not in known and etag not in known:
        raise Changed
