"""Take requests of Slack, and of nobody else: signed, fresh, and each once."""

import re
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from slack.models import Seen

View = Callable[[HttpRequest], HttpResponse]

TIMESTAMP = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def from_slack(view: View) -> View:
    """Let a view be called by Slack alone. Where Slack is not set up, it is not there."""

    @csrf_exempt
    @sensitive_post_parameters()
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.SLACK_SIGNING_SECRET:
            raise Http404
        if not (_is_signed(request) and _is_new(request)):
            return HttpResponseForbidden()
        return view(request)

    return checked


def _is_signed(request: HttpRequest) -> bool:
    """Whether Slack signed these bytes in the last five minutes."""
    from slack_sdk.signature import SignatureVerifier

    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (TIMESTAMP.fullmatch(timestamp) and SIGNATURE.fullmatch(signature)):
        return False
    verifier = SignatureVerifier(settings.SLACK_SIGNING_SECRET)
    try:
        return verifier.is_valid(request.body, timestamp, signature)
    except UnicodeDecodeError:
        return False


def _is_new(request: HttpRequest) -> bool:
    """Note the signature down; the unique key lets one of two in."""
    _, is_new = Seen.objects.get_or_create(signature=request.headers["X-Slack-Signature"])
    return is_new
