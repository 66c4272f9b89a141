"""A browser reduced to what the server sees of it: one kept connection, one session."""

import http.client
import time
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import get_random_string

from people.models import User


class Browser:
    """Sends forms from a signed-in session, every one with the same headers."""

    def __init__(self, port: int, user: User) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._token = get_random_string(32)
        cookies = {
            settings.SESSION_COOKIE_NAME: _sign_in(user),
            settings.CSRF_COOKIE_NAME: self._token,
        }
        self._headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Accept": "text/html",
        }

    def post(self, path: str, fields: dict[str, str]) -> float:
        """Send a form and return the seconds until the whole answer, a redirect, was there."""
        body = urlencode(fields | {"csrfmiddlewaretoken": self._token})
        begin = time.perf_counter()
        self._connection.request("POST", path, body, self._headers)
        answer = self._connection.getresponse()
        answer.read()
        took = time.perf_counter() - begin
        if answer.status != 302:
            raise SystemExit(f"{path} answered {answer.status}, so there is nothing to measure.")
        return took


def _sign_in(user: User) -> str:
    """Make the session that a sign-in makes, and return its key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key
