"""What a log line says of a request: the route that it took, and not its address."""

import logging

from django.http import HttpRequest


class RoutesAlone(logging.Filter):
    """Addresses open things: a shared page, an invitation, the door of an alert source."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            match = request.resolver_match
            route = f"/{match.route}" if match else "an address that is not there"
            record.args = tuple(_without_address(one, route) for one in record.args)
        return True


def _without_address(said: object, route: str) -> object:
    """Django hands over the path by itself, and reasons that begin with no slash."""
    return route if isinstance(said, str) and said.startswith("/") else said
