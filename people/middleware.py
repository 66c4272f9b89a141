from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class ReaderTimeZone:
    """Show every time in the zone of the person who reads it.

    Pages for the whole world (`for_everyone`) do not ask who reads them, so that
    caches can keep one copy for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Ask who reads only where the page depends on it."""
        if not getattr(view, "is_for_everyone", False) and request.user.is_authenticated:
            timezone.activate(request.user.zone)
