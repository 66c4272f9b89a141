"""What does not answer rests, and is tried again later and later."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nudges.models import Outlet
from nudges.models.outlet import LONGEST_REST

FIRST_WAIT = timedelta(seconds=15)


def pause(attempts: int, *, longest: timedelta) -> timedelta:
    """How long to wait after so many attempts: longer each time, and never quite the same."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), longest)
    return doubled * random.uniform(0.75, 1.25)  # nosec B311


def failing() -> set[str]:
    """What did not answer when it was last tried."""
    return set(Outlet.objects.values_list("name", flat=True))


@transaction.atomic
def let_rest(name: str, reason: str) -> bool:
    """Let an outlet rest. Returns whether it was there until now."""
    Outlet.objects.bulk_create([Outlet(name=name)], ignore_conflicts=True)
    outlet = Outlet.objects.select_for_update().get(name=name)
    was_there = outlet.failures == 0
    outlet.failures += 1
    outlet.last_error = reason
    outlet.try_at = timezone.now() + pause(outlet.failures, longest=LONGEST_REST)
    outlet.save(update_fields=["failures", "last_error", "try_at"])
    return was_there


def try_now(outlet: Outlet) -> None:
    """Rest no longer. What waits for it is due soon, and is not hurried: a worker may have it."""
    Outlet.objects.filter(pk=outlet.pk).update(try_at=timezone.now())


def is_back(name: str) -> None:
    """Note that an outlet took something."""
    Outlet.objects.filter(name=name).delete()
