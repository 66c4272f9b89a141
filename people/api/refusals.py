"""What each refusal of the API is called."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

# What each refusal is called, by its status. `type` leads to the same words at /api/.
KINDS: dict[int, tuple[str, Any, Any]] = {
    400: ("not-understood", _("Not understood"), _("What was sent makes no sense here.")),
    401: ("who-asks", _("Who asks?"), _("Send a token, or sign in.")),
    403: (
        "not-yours",
        _("Not for this account"),
        _("This account or its token may not do that."),
    ),
    404: ("not-here", _("Not here"), _("There is nothing here, or it is not for you to see.")),
    405: ("other-method", _("Another method"), _("This address does not take that method.")),
    406: ("other-format", _("Another format"), _("Answers here are JSON.")),
    409: ("rule", _("A rule says no"), _("It cannot be done as things stand.")),
    412: ("changed", _("Changed meanwhile"), _("It has changed since you read it. Read it again.")),
    413: ("too-long", _("Too long"), _("What was sent is too long.")),
    415: ("not-json", _("Not JSON"), _("Send JSON, as application/json.")),
    422: ("key-used", _("Key used before"), _("This Idempotency-Key was for another request.")),
    428: ("say-which", _("Say which version"), _("Send If-Match with the ETag of what you read.")),
    429: ("too-many", _("Too many requests"), _("Wait a little, then go on.")),
}


class Changed(APIException):
    """If-Match names something else than what is there now."""

    status_code = 412
    default_detail = KINDS[412][2]


class SayWhich(APIException):
    """Two could write here at once, so whoever writes says what they have read."""

    status_code = 428
    default_detail = KINDS[428][2]


class KeyUsed(APIException):
    """The same Idempotency-Key came with another request."""

    status_code = 422
    default_detail = KINDS[422][2]


class TooLong(APIException):
    status_code = 413
    default_detail = KINDS[413][2]
