"""How the API says no."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from people.errors import DomainError


def explain(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a rule that said no with 409 and its sentence; leave the rest to DRF."""
    if isinstance(error, DomainError):
        return Response({"detail": " ".join(error.messages)}, status=409)
    return exception_handler(error, context)
