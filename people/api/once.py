"""The same request sent again is done once, and answered the same."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.asking import user_of
from people.api.refusals import KeyUsed
from people.domain.answers import KEPT_FOR
from people.models import KeptAnswer

KEPT_HEADERS = ("ETag", "Location")
WRONG_KEY = _("An Idempotency-Key has 1 to 200 visible characters of ASCII.")

Handler = Callable[..., Response]


def once(handler: Handler, *, before_again: Callable[[], Any]) -> Handler:
    """Let a POST with an Idempotency-Key be done once for its account.

    The key is claimed in the transaction of what is done. Whoever sends the same at the same
    moment waits at the unique constraint for it, and is given its answer; when it came to
    nothing, the key is free again. `before_again` refuses whoever may not see the thing any more.
    """

    def answer(request: Request, *args: Any, **kwargs: Any) -> Response:
        key, print_ = _key_of(request), _fingerprint(request)
        with transaction.atomic():
            _forget_expired(request, key)
            kept, is_new = KeptAnswer.objects.get_or_create(
                account=user_of(request), key=key, defaults={"fingerprint": print_}
            )
            if is_new:
                return _keep(kept, handler(request, *args, **kwargs))
        if kept.fingerprint != print_:
            raise KeyUsed
        before_again()
        headers = {**kept.headers, "Idempotent-Replayed": "true"}
        body = json.loads(kept.body) if kept.body else None
        return Response(body, kept.status, headers=headers)

    return answer


def _key_of(request: Request) -> str:
    key = request.headers["Idempotency-Key"].strip()
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable()):
        raise ParseError(WRONG_KEY)
    return key


def _fingerprint(request: Request) -> str:
    """The method, the address and what was sent, as it was understood."""
    data = request.data
    fields = dict(data.lists()) if isinstance(data, MultiValueDict) else data
    said = json.dumps(fields, sort_keys=True, default=_as_text)
    whole = "\n".join((request.method or "", request.get_full_path(), said))
    return sha256(whole.encode()).hexdigest()


def _as_text(value: Any) -> str:
    """A file by its name and what is in it; it is at its beginning again for whoever reads it."""
    if not isinstance(value, File):
        return str(value)
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name} {digest.hexdigest()}"


def _forget_expired(request: Request, key: str) -> None:
    old = timezone.now() - KEPT_FOR
    KeptAnswer.objects.filter(account=user_of(request), key=key, made_at__lt=old).delete()


def _keep(kept: KeptAnswer, response: Response) -> Response:
    kept.status = response.status_code
    kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response.headers}
    kept.body = "" if response.data is None else JSONRenderer().render(response.data).decode()
    kept.save(update_fields=["status", "headers", "body"])
    return response
