"""How many requests an account may send.

They are counted in Postgres, in a table that is not logged: no request needs Redis, and there
is a limit also while Redis is away.
"""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from people.api.asking import user_of

if TYPE_CHECKING:
    from rest_framework.views import APIView

MINUTE = 60
COUNT = """
    INSERT INTO people_requestcount AS there (account, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (account) DO UPDATE SET
        count = CASE WHEN there.minute = excluded.minute THEN there.count + 1 ELSE 1 END,
        minute = excluded.minute
    RETURNING count
"""


class PerAccount(BaseThrottle):
    """So many a minute for each account, with all of its tokens and browsers."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if not request.user.is_authenticated:
            return True
        now = time.time()
        most: int = settings.API_REQUESTS_A_MINUTE
        count = count_one(user_of(request).pk, minute=int(now // MINUTE))
        self.seconds_left = MINUTE - int(now % MINUTE)
        request.rate_limit = (most, max(0, most - count), self.seconds_left)  # type: ignore[attr-defined]
        return count <= most

    def wait(self) -> float:
        return self.seconds_left


def count_one(account: int, *, minute: int) -> int:
    """Count a request, and return how many there were in this minute."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [account, minute])
        count: int = cursor.fetchone()[0]
    return count


def say_limits(request: Request, response: Response) -> None:
    """Add the fields of draft-ietf-httpapi-ratelimit-headers: how many, how many left, how long."""
    if limit := getattr(request, "rate_limit", None):
        most, left, seconds = limit
        response.headers["RateLimit-Policy"] = f'"account";q={most};w={MINUTE}'
        response.headers["RateLimit"] = f'"account";r={left};t={seconds}'
