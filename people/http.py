from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from people.models import User

View = Callable[..., HttpResponse]


def row_number(text: str) -> int | None:
    """Read the number of a row from an address, or None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


class UserRequest(HttpRequest):
    """A request of somebody signed in, as the login decorators let it through."""

    user: User


def for_everyone(
    *, seconds: int
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a page that is the same for the whole world, and let caches keep it so long."""

    def mark(view: View) -> View:
        @wraps(view)
        @cache_control(public=True, max_age=seconds)
        def marked(*args: object, **kwargs: object) -> HttpResponse:
            return view(*args, **kwargs)

        marked.is_for_everyone = True  # type: ignore[attr-defined]
        return marked

    return mark
