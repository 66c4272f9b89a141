"""The API as OpenAPI tells it: what is the same everywhere is written here once."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from people.api.problems import CONTENT_TYPE, problem
from people.api.refusals import KINDS

WRITES = ("post", "put", "patch", "delete")
VERBS = ("get", *WRITES)
# Refusals that any request may get, and those of requests that write or send something.
ALWAYS = (400, 401, 403, 404, 405, 406, 429)
WRITING = (409, 412, 413, 415, 422, 428)


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "people.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of your own from /people/tokens/, or of a service account.",
        }


class Described(AutoSchema):
    """Names operations after their addresses' rooms, and says what scope a token needs."""

    def get_tags(self) -> list[str]:
        return [getattr(self.view, "room", "") or super().get_tags()[0]]

    def get_description(self) -> str:  # type: ignore[override]
        said = super().get_description() or ""
        room = getattr(self.view, "room", "")
        needs = f"Scope: `{room}:{'read' if self.method == 'GET' else 'write'}`." if room else ""
        return "\n\n".join(filter(None, (said.strip(), needs)))


PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "errors": {
            "type": "object",
            "description": "The sentences of each field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
HEADERS: dict[str, dict[str, Any]] = {
    "If-Match": {"description": "The ETag of what you have read: 412 when it has changed since."},
    "If-None-Match": {"description": "The ETag of what you have: 304 when it is the same."},
    "Idempotency-Key": {
        "description": "Any text of your own: the same request with it is done once in 24 hours."
    },
}


def in_one_order(endpoints: list[Any]) -> list[Any]:
    """Tell addresses as the router has them, and of each its GET first, in every process.

    Addresses that scripts may also write without their slash are told once.
    """
    told = [one for one in endpoints if one[0].endswith("/")]
    place = {path: n for n, path in enumerate(dict.fromkeys(one[0] for one in told))}
    return sorted(told, key=lambda one: (place[one[0]], VERBS.index(one[2].lower())))


def say_what_is_the_same(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to every operation how it says no, and the headers that it takes and gives."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        _name(status): {
            "description": str(title),
            "content": {
                CONTENT_TYPE: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "example": problem(status),
                }
            },
        }
        for status, (_slug, title, _usual) in KINDS.items()
    }
    for address, methods in result["paths"].items():
        for method, operation in methods.items():
            if "x-plain" not in operation:
                _say(operation, method, is_one="{" in address)
    return result


def _say(operation: dict[str, Any], method: str, *, is_one: bool) -> None:
    writes = method in WRITES
    for status in ALWAYS + (WRITING if writes else ()):
        operation["responses"].setdefault(
            str(status), {"$ref": f"#/components/responses/{_name(status)}"}
        )
    names = (["Idempotency-Key"] if method == "post" else []) + (["If-Match"] if writes else [])
    if not writes and is_one:
        names = ["If-None-Match"]
        operation["responses"].setdefault("304", {"description": "You have it already."})
    operation.setdefault("parameters", []).extend(
        {"in": "header", "name": name, "schema": {"type": "string"}, **HEADERS[name]}
        for name in names
    )


def _name(status: int) -> str:
    return "".join(part.title() for part in KINDS[status][0].split("-"))
