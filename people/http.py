from django.http import HttpRequest

from people.models import User


def row_number(text: str) -> int | None:
    """Read the number of a row from an address, or None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


class UserRequest(HttpRequest):
    """A request of somebody signed in, as the login decorators let it through."""

    user: User
