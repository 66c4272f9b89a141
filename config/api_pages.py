"""What the API says of itself: OpenAPI for programs, a page for people."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.refusals import KINDS
from people.http import for_everyone
from people.models import Scope


@cache
def described() -> dict[str, Any]:
    """The API as OpenAPI 3.1, put together once in each process."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class Schema(SpectacularAPIView):
    """OpenAPI 3.1, as YAML, or as JSON with `Accept: application/json` or `?format=json`."""

    authentication_classes = []
    throttle_classes = []

    def _get_schema_response(self, request: Request) -> Response:
        return Response(described(), headers={"Cache-Control": "public, max-age=300"})


@dataclass(frozen=True)
class Operation:
    method: str
    address: str
    says: str
    needs: list[str]
    takes: list[str]


@require_GET
@for_everyone(seconds=300)
def show_api(request: HttpRequest) -> HttpResponse:
    """Every verb of the API, drawn from its schema, and how it says no."""
    context = {"rooms": _rooms(), "kinds": sorted(KINDS.items()), "scopes": Scope.choices}
    return render(request, "api.html", context)


def _rooms() -> dict[str, list[Operation]]:
    schema = described()
    rooms: dict[str, list[Operation]] = {}
    for address, methods in schema["paths"].items():
        for method, said in methods.items():
            needs, takes = _fields(said, schema["components"]["schemas"])
            says = said.get("description", "").partition("\n\n")[0]
            this = Operation(method.upper(), address, says, needs, takes)
            rooms.setdefault(said["tags"][0], []).append(this)
    return rooms


def _fields(said: dict[str, Any], schemas: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What an operation needs to be given, and what it can be given besides."""
    content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    whole = schemas.get(name, {})
    needs = whole.get("required", [])
    query = [one["name"] for one in said.get("parameters", []) if one["in"] == "query"]
    return needs, [*(one for one in whole.get("properties", {}) if one not in needs), *query]
