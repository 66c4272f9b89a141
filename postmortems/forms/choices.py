from typing import Any

from django.utils.functional import Promise


def choices_of(kinds: Any, empty: str | Promise) -> list[tuple[str, str | Promise]]:
    """The choices of a select that begins with none of them."""
    return [("", empty), *kinds.choices]
