"""One address below which everything of SCIM is: scim2-server knows what each path means."""

from io import BytesIO
from typing import Any

from django.conf import settings
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import SCIM_MEDIA_TYPE

from organisation.scim.refusals import explain
from organisation.scim.service import service
from organisation.scim.storage import Storage
from people.api.asking import user_of
from people.api.authentication import BearerToken
from people.api.parsing import PlainJSONParser
from people.api.permissions import ReadersRead
from people.api.views import Answers
from people.models import ApiToken, Scope

HEADERS = ("Content-Type", "If-Match", "If-None-Match")


class DirectoryOnly(BasePermission):
    """The token of a service account that has the scope of a directory, and nothing else."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.auth
        return (
            isinstance(token, ApiToken) and token.account.is_service and Scope.SCIM in token.scopes
        )


class ScimRenderer(JSONRenderer):
    media_type = SCIM_MEDIA_TYPE


class OneWay(BaseContentNegotiation):
    """Directories ask for different names of the same JSON, and get the right one."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: Any = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], SCIM_MEDIA_TYPE


class Scim(Answers):
    """What a directory reads and writes."""

    authentication_classes: Any = [BearerToken]
    permission_classes: Any = [DirectoryOnly, ReadersRead]
    renderer_classes: Any = [ScimRenderer]
    content_negotiation_class = OneWay
    schema = None

    def get_exception_handler(self) -> Any:
        return explain

    def handle(self, request: Request, rest: str = "") -> Response:
        said = ScimRequest(
            method=str(request.method),
            base_url=f"{settings.SITE_URL}/scim/v2",
            path=f"/{rest}",
            query=request.query_params.dict(),
            headers={name: value for name in HEADERS if (value := request.headers.get(name))},
            body=_body(request),
            subject=request.user,
        )
        storage = Storage(user_of(request), writes=request.method not in SAFE_METHODS)
        answer = ScimHandler(service(), storage).handle(said)
        return Response(answer.body, answer.status, headers=answer.headers)

    get = post = put = patch = delete = handle


def _body(request: Request) -> bytes:
    """What was sent, if it is JSON of a bounded length and depth that a column can keep."""
    body: bytes = request._request.body
    if body and request.method in ("POST", "PUT", "PATCH"):
        PlainJSONParser().parse(BytesIO(body))
    return body
