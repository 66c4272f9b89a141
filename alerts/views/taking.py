"""The address that senders call: kept at once, read by the worker."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alerts import tokens
from alerts.domain.receiving import delivery_of, has_room, receive, source_of
from alerts.forms import MOST_BYTES
from alerts.models import Format, Source
from people.http import by_token

RETRY_AFTER = 30
MOST_DEPTH = 40


@csrf_exempt
@by_token
@require_POST
def take(request: HttpRequest, token: str = "") -> JsonResponse:  # nosec B107 (from the headers, where the address has none)
    """Answer 202 once it is kept; whoever is not known is told no before a byte is read."""
    source = source_of(token or tokens.from_headers(request))
    if source is None:
        answer = _no(401, _("There is no source of alerts with this secret."))
        answer.headers["WWW-Authenticate"] = 'Bearer realm="alerts"'
        return answer
    if not source.is_on:
        return _no(403, _("This source is switched off."))
    if not has_room(source):
        answer = _no(429, _("Too many at once. Later is fine."))
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    return _keep(request, source)


def _keep(request: HttpRequest, source: Source) -> JsonResponse:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _no(413, _("That is too long. 512 kB fit."))
    if source.signing_secret and not _is_signed(request, source, body):
        return _no(401, _("The signature is not that of this source."))
    text, data = _read(body)
    if data is None:
        return _no(400, _("Send JSON: an object, or a list of them."))
    delivery = delivery_of(source, request.headers, data)
    is_new = receive(source, body=text, delivery=delivery)
    return JsonResponse({"status": "accepted" if is_new else "accepted before"}, status=202)


def _read(body: bytes) -> tuple[str, Any]:
    """The text, and the object or list that it is; None for what is no such JSON."""
    try:
        text = body.decode()
        data = json.loads(text)
    except (ValueError, RecursionError):
        return "", None
    is_fine = isinstance(data, (dict, list)) and _depth(data) <= MOST_DEPTH
    return text, data if is_fine else None


def _is_signed(request: HttpRequest, source: Source, body: bytes) -> bool:
    if source.format == Format.PAGERDUTY:
        given = request.headers.get("X-PagerDuty-Signature", "").split(",")
        signatures = [one.strip()[3:] for one in given if one.strip().startswith("v1=")]
    else:
        signatures = [request.headers.get("Sentry-Hook-Signature", "")]
    return tokens.is_signed(source.signing_secret, body=body, signatures=signatures)


def _depth(data: Any) -> int:
    """How deeply lists and objects stand in each other, counted level by level."""
    level, depth = [data], 0
    while level and depth <= MOST_DEPTH:
        depth += 1
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [it for one in inner for it in one if isinstance(it, (dict, list))]
    return depth


def _no(status: int, detail: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status)
