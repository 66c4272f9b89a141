from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control

from people.models import User

View = Callable[..., HttpResponseBase]


def row_number(text: str) -> int | None:
    """Read the number of a row from an address, or None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The page that a form came from and names as `next`; never one of somebody else's."""
    here = request.POST.get("next", "")
    return here if url_has_allowed_host_and_scheme(here, allowed_hosts=None) else otherwise


class UserRequest(HttpRequest):
    """A request of somebody signed in, as the login decorators let it through."""

    user: User


def for_everyone(*, seconds: int) -> Callable[[View], View]:
    """Mark a page that is the same for the whole world, and let caches keep it so long."""

    def mark(view: View) -> View:
        @wraps(view)
        @cache_control(public=True, max_age=seconds)
        def marked(*args: object, **kwargs: object) -> HttpResponseBase:
            return view(*args, **kwargs)

        return _asks_nobody(marked)

    return mark


def by_token(view: View) -> View:
    """Mark a page that whoever holds its address reads: nothing between is told of it."""

    @wraps(view)
    def told(*args: object, **kwargs: object) -> HttpResponseBase:
        response = view(*args, **kwargs)
        # Not "no-referrer": a form on such a page would come from nowhere, and be refused.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return _asks_nobody(told)


def _asks_nobody(view: View) -> View:
    """Mark a view that does not ask who is there: `people/middleware.py` begins no session."""
    view.is_for_everyone = True  # type: ignore[attr-defined]
    return view
