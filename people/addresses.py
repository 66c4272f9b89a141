"""Addresses that a page has by the hundred."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(view: str, *numbers: int) -> str:
    """Reverse the name of a view, and remember the answer: it stays while a process lives."""
    return reverse(view, args=numbers)
