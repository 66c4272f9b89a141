"""Delete what is older than the organisation keeps: each kind by its setting, a batch at a time.

What care has written goes after thirty days by `incidents.domain.forgetting`, which knows no
setting.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from nudges.domain.planning import let_others_go_on
from nudges.models import Announcement, Delivery, Nudge
from nudges.models.delivery import State
from nudges.models.nudge import OPEN
from organisation.domain.exporting import forget_exports_before
from people.domain.auditing import forget_entries_before
from people.models import Letter, LetterState
from people.organisation import as_it_is_now

BATCH = 1_000
# One evening's work; the rest is tomorrow's.
MOST_BATCHES = 1_000
FURTHEST_APART = timedelta(hours=1)
FINISHED = (State.SENT, State.NOT_NEEDED)

log = logging.getLogger(__name__)

Forget = Callable[[datetime], int]


def keep_retention(*, at: datetime) -> dict[str, int]:
    """Delete what has had its days, and say how much by setting.

    A machine whose clock is wrong would delete what is young: where Postgres has another
    day than it, nothing is deleted, and the log says so.
    """
    if abs(at - _time_of_postgres()) > FURTHEST_APART:
        log.error("Nothing old is deleted: this machine and Postgres have different days.")
        return {}
    ours = as_it_is_now()
    return {
        setting: _in_batches(forget, at - timedelta(days=getattr(ours, setting)))
        for setting, forget in FORGETTING.items()
    }


def _time_of_postgres() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _in_batches(forget: Forget, before: datetime) -> int:
    gone = 0
    for _batch in range(MOST_BATCHES):
        some = forget(before)
        gone += some
        if not some:
            break
    return gone


@transaction.atomic
def _forget_deliveries(before: datetime) -> int:
    """What was sent, or needed no sending; what waits or is set aside stays until it is settled."""
    # What goes with another is deleted with it, by the cascade.
    rest = Delivery.objects.filter(goes_with=OuterRef("pk")).exclude(state__in=FINISHED)
    old = Delivery.objects.filter(~Exists(rest), state__in=FINISHED, goes_at__lt=before)
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    gone = Delivery.objects.filter(pk__in=numbers).delete()[0]
    return gone + _forget_letters(before)


def _forget_letters(before: datetime) -> int:
    old = Letter.objects.filter(state=LetterState.SENT, sent_at__lt=before)
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Letter.objects.filter(pk__in=numbers).delete()[0]


@transaction.atomic
def _forget_nudges(before: datetime) -> int:
    """What has ended and has nothing left to send. What is open stays, however old."""
    left = Delivery.objects.exclude(state__in=FINISHED)
    old = Nudge.objects.exclude(state__in=OPEN).filter(
        ~Exists(left.filter(nudge=OuterRef("pk"))), created_at__lt=before
    )
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    chosen = Nudge.objects.filter(pk__in=numbers)
    let_others_go_on(chosen)
    gone = chosen.delete()[1].get("nudges.Nudge", 0)
    return gone + _forget_announcements(before)


def _forget_announcements(before: datetime) -> int:
    left = Delivery.objects.exclude(state__in=FINISHED)
    old = Announcement.objects.filter(
        ~Exists(left.filter(announcement=OuterRef("pk"))), created_at__lt=before
    )
    numbers = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Announcement.objects.filter(pk__in=numbers).delete()[1].get("nudges.Announcement", 0)


# By setting. `webhooks.domain.forgetting` goes by `webhook_days` itself.
FORGETTING: dict[str, Forget] = {
    "audit_days": lambda before: forget_entries_before(before, most=BATCH),
    "delivery_days": _forget_deliveries,
    "nudge_days": _forget_nudges,
    "export_days": forget_exports_before,
}
