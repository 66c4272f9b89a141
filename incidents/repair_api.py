"""How far a data repair is, for the script that does it: one address, and a token that opens it.

A token is of one repair and opens nothing else; here nothing else is accepted,
neither a session nor anybody's account.
"""

from io import BytesIO
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_tokens import repair_of
from incidents.models import Repair
from incidents.models.repair import MOST_ROWS
from people.api.problems import CONTENT_TYPE, problem
from people.api.views import Answers
from people.errors import DomainError
from people.forms import no_control_characters

MOST_BYTES = 16 * 1024
NOT_VALID = _("This is not the token of this repair. Its page in Goldseam makes a new one.")
ROWS: dict[str, Any] = {
    "required": _("Say how many rows are put right so far."),
    "null": _("Say how many rows are put right so far."),
    "invalid": _("Give a whole number of rows, such as 1204."),
    "max_string_length": _("That is more rows than can be counted here."),
    "min_value": _("There cannot be fewer rows than none."),
    "max_value": _("That is more rows than can be counted here."),
}


class SmallJSONParser(JSONParser):
    """JSON of a script that has three numbers to say: short, and not nested."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise ParseError(_("That is too long: a few numbers are enough."))
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError(_("That is nested too deeply: a few numbers are enough.")) from None


class RepairToken(BaseAuthentication):
    """`Authorization: Bearer <token>`, of the repair in the address.

    A repair that is not there is answered like one whose token this is not.
    """

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Repair]:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        number: int = request.parser_context["kwargs"]["repair"]
        repair = repair_of(number, token.strip()) if scheme.lower() == "bearer" else None
        if repair is None:
            raise AuthenticationFailed(NOT_VALID)
        return AnonymousUser(), repair

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="repair"'


class RepairTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "incidents.repair_api.RepairToken"
    name = "repair_token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "The token of one repair."}


class HasToken(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Repair)


class WholeNumber(serializers.IntegerField):
    """A whole number that a column can keep: 12 or "12", and neither 1.5 nor true."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"min_value": 0, "max_value": MOST_ROWS, "error_messages": ROWS}
        super().__init__(**usual | kwargs)

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, (int, float, str)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Reporting(serializers.Serializer[Repair]):
    done = WholeNumber()
    total = WholeNumber(allow_null=True, default=None)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, default="", validators=[no_control_characters]
    )
    sequence = WholeNumber(
        min_value=1,
        allow_null=True,
        default=None,
        error_messages=dict.fromkeys(ROWS, _("Give a whole number that grows with every report.")),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["total"] is not None and attrs["done"] > attrs["total"]:
            raise serializers.ValidationError({"done": [_("That is more than the total.")]})
        return attrs


class RepairOut(serializers.ModelSerializer[Repair]):
    """A repair as its script reads it."""

    repair = serializers.IntegerField(source="pk", read_only=True)
    incident = serializers.CharField(source="incident.reference", read_only=True)

    class Meta:
        model = Repair
        fields = [
            "repair",
            "incident",
            "state",
            "done",
            "total",
            "percent",
            "progress_at",
            "ended_at",
        ]
        read_only_fields = fields


class RepairProgress(Answers):
    """Read how far a repair is, and say how far it is now."""

    authentication_classes = [RepairToken]
    permission_classes = [HasToken]
    parser_classes = [SmallJSONParser]

    @extend_schema(request=None, responses=RepairOut)
    def get(self, request: Request, repair: int) -> Response:
        """How far a data repair is; with its token only."""
        return Response(RepairOut(_repair_of(request)).data)

    @extend_schema(request=Reporting, responses=RepairOut)
    def post(self, request: Request, repair: int) -> Response:
        """Say how far it is; 409 has the present numbers too."""
        if not isinstance(request.data, dict):
            raise ParseError(_('Send JSON such as {"done": 812, "total": 1204}.'))
        given = Reporting(data=request.data)
        given.is_valid(raise_exception=True)
        this = _repair_of(request)
        try:
            this = report_progress(this, by=None, **given.validated_data)
        except DomainError as refused:
            this.refresh_from_db()
            said = problem(409, " ".join(refused.messages)) | dict(RepairOut(this).data)
            return Response(said, status=409, content_type=CONTENT_TYPE)
        return Response(RepairOut(this).data)


def _repair_of(request: Request) -> Repair:
    return cast(Repair, request.auth)
