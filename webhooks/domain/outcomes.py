"""What became of a message, noted in its rows and those of its endpoint."""

import random
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from webhooks.domain.endpoints import switch_off_by_itself
from webhooks.models import MOST_ATTEMPTS, Attempt, Endpoint, Message, OffBecause, State
from webhooks.posting import Answer

# After each attempt but the last, as Standard Webhooks proposes: three days in all.
WAITS = [
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)),
    *(timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20)),
    timedelta(hours=24),
]
assert len(WAITS) == MOST_ATTEMPTS - 1
# How long what does not answer is left alone, however much waits for it.
FIRST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=5)


@transaction.atomic
def note(message: Message, endpoint: Endpoint, answer: Answer) -> bool:
    """Note what came of an attempt. Returns whether the endpoint takes the next one now."""
    _write_down(message, answer)
    if answer.is_taken:
        _taken(message, endpoint)
        return True
    _put_off(message, answer)
    return _count_failure(endpoint, answer)


@transaction.atomic
def note_test(message: Message, endpoint: Endpoint, answer: Answer) -> Attempt:
    """Note what came of a test, which is not tried again, and counts against nobody."""
    if answer.is_taken:
        _taken(message, endpoint)
    return _write_down(message, answer)


def _write_down(message: Message, answer: Answer) -> Attempt:
    return Attempt.objects.create(
        message=message,
        status=answer.status,
        reason=answer.reason,
        took_ms=round(answer.took / timedelta(milliseconds=1)),
        answer=answer.said,
    )


def _taken(message: Message, endpoint: Endpoint) -> None:
    Message.objects.filter(pk=message.pk).update(state=State.TAKEN)
    failing = Endpoint.objects.filter(pk=endpoint.pk).exclude(failures=0)
    failing.update(failures=0, failing_since=None, rests_until=None)


def _count_failure(endpoint: Endpoint, answer: Answer) -> bool:
    """Let what does not answer rest, and switch off what is gone or has failed for days."""
    now, this = timezone.now(), Endpoint.objects.filter(pk=endpoint.pk)
    this.update(failures=F("failures") + 1, failing_since=Coalesce("failing_since", now))
    endpoint.refresh_from_db(fields=["failures", "failing_since"])
    since = endpoint.failing_since or now
    if answer.is_gone:
        switch_off_by_itself(endpoint, because=OffBecause.GONE)
    elif now - since > GIVEN_UP_AFTER:
        switch_off_by_itself(endpoint, because=OffBecause.FAILING)
    elif answer.is_down:
        rest = min(FIRST_REST * 2 ** min(endpoint.failures - 1, 10), LONGEST_REST)
        this.update(rests_until=now + max(_about(rest), answer.wait))
    else:
        return True
    return False


def _put_off(message: Message, answer: Answer) -> None:
    """Try again later, and after the last time leave it to somebody."""
    this = Message.objects.filter(pk=message.pk)
    if answer.is_for_good or message.attempts >= MOST_ATTEMPTS:
        this.update(state=State.FAILED)
        return
    wait = max(_about(WAITS[message.attempts - 1]), answer.wait)
    this.update(due_at=timezone.now() + wait)


def _about(wait: timedelta) -> timedelta:
    """Never quite the same, so that what failed together does not come back together."""
    return wait * random.uniform(0.9, 1.1)  # nosec B311


def not_needed(message: Message) -> None:
    """Note that it is not to be told any more, and forget what it would have said."""
    Message.objects.filter(pk=message.pk).update(state=State.NOT_NEEDED, body="")
