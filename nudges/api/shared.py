"""What is everybody's own, and nobody else's."""

from typing import Any

from rest_framework.request import Request

from nudges.permissions import may_be_told
from people.api.permissions import allow
from people.api.views import Room


class Personal(Room):
    """What reaches somebody. Nothing reaches the account of a script, so it has none of this."""

    room = "nudges"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        allow(may_be_told(self.user))
