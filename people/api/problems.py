"""How the API says no: problem details, as RFC 9457 has them, for every refusal."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from people.api.refusals import KINDS, TooLong
from people.errors import DomainError

CONTENT_TYPE = "application/problem+json"


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal with a problem; what is no refusal is left to be a server error."""
    if isinstance(error, DomainError):
        return _answer(409, " ".join(error.messages), errors=_of_fields(error))
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(_of_fields(error) or {"": error.messages})
    if isinstance(error, RequestDataTooBig):
        error = TooLong()
    if isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError()
    plain = exception_handler(error, context)
    if plain is None:
        return None
    status = plain.status_code
    if isinstance(error, exceptions.ValidationError):
        errors = dict(_flat(error.detail))
        whole = errors.pop("", [])
        detail = " ".join(whole) or str(KINDS[400][2])
        return _answer(status, detail, errors=errors)
    if isinstance(error, Http404 | PermissionDenied):
        detail = str(KINDS[status][2])
    else:
        detail = str(getattr(error, "detail", KINDS[status][2]))
    kept = ("WWW-Authenticate", "Retry-After", "Allow")
    headers = {name: plain.headers[name] for name in kept if name in plain.headers}
    return _answer(status, detail, headers=headers)


def _answer(
    status: int,
    detail: str,
    *,
    errors: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    body = problem(status, detail, errors=errors)
    return Response(body, status, headers=headers, content_type=CONTENT_TYPE)


def problem(
    status: int, detail: str = "", *, errors: Mapping[str, list[str]] | None = None
) -> dict[str, Any]:
    """The body of a refusal; `errors` has the sentences of each field that has any."""
    name, title, usual = KINDS[status]
    body = {
        "type": f"{settings.SITE_URL}/api/#{name}",
        "title": str(title),
        "status": status,
        "detail": detail or str(usual),
    }
    return body | ({"errors": errors} if errors else {})


def _of_fields(error: ValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {}
    return {("" if name == "__all__" else name): said for name, said in error.message_dict.items()}


def _flat(detail: Any, at: str = "") -> Iterator[tuple[str, list[str]]]:
    """The sentences of each field; what is inside of a field is `field.inside`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            here = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(filter(None, (at, here))))
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        for place, inner in enumerate(detail):
            if inner:
                yield from _flat(inner, f"{at}.{place}" if at else str(place))
    else:
        said = detail if isinstance(detail, list) else [detail]
        yield at, [str(one) for one in said]


@csrf_exempt  # It does nothing, and a script that is lost is told so in the same words.
def not_here(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Answer an address below /api/ that leads nowhere."""
    detail = ""
    if not request.path.endswith("/"):
        detail = str(_("There is nothing here. Addresses of the API end with a slash."))
    return JsonResponse(problem(404, detail), status=404, content_type=CONTENT_TYPE)
