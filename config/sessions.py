"""Who a request is from that does not pass through Django's middleware."""

from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from live.streams import Scope
from people.models import User
from people.second_step import lacks_second_step
from people.sessions import SessionStore


def signed_in(scope: Scope) -> User | None:
    """The user whose session cookie the request carries, checked as Django does."""
    headers = dict(scope["headers"])
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(cookie.value)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    request.user = user
    return None if lacks_second_step(request) else user
