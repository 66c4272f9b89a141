"""How a directory is told no: the error document of RFC 7644, whatever it was that said no."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler
from scim2_models import ConflictException, Error, InvalidValueException, SCIMException

from organisation.scim.service import service
from people.api.refusals import TooLong
from people.errors import DomainError


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal; what is no refusal is left to be a server error."""
    if isinstance(error, DomainError):
        error = ConflictException(detail=" ".join(error.messages))
    if isinstance(error, ValidationError):
        error = InvalidValueException(detail=" ".join(error.messages))
    if isinstance(error, SCIMException):
        said = service().error_response(error)
        return Response(said.body, said.status, headers=said.headers)
    if isinstance(error, RequestDataTooBig):
        error = TooLong()
    if isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError()
    plain = exception_handler(error, context)
    if plain is None:
        return None
    kept = ("WWW-Authenticate", "Retry-After", "Allow")
    headers = {name: plain.headers[name] for name in kept if name in plain.headers}
    detail = "" if isinstance(error, Http404) else str(getattr(error, "detail", ""))
    is_syntax = isinstance(error, exceptions.ParseError)
    document = Error(
        status=plain.status_code,
        scim_type="invalidSyntax" if is_syntax else None,
        detail=detail or HTTPStatus(plain.status_code).phrase,
    )
    return Response(document.model_dump(), plain.status_code, headers=headers)
