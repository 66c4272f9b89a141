"""Send something again, or send something to see whether it arrives."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from live import prompt
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from webhooks.domain import delivery, outcomes
from webhooks.domain.announcing import body
from webhooks.events import TEST
from webhooks.models import Attempt, Endpoint, Message, State
from webhooks.tasks import deliver

BETWEEN_TESTS = timedelta(seconds=10)

REPLAYED = action("webhooks.replayed", gettext_lazy("Sent messages of a webhook again"))


@transaction.atomic
def replay(message: Message, *, by: User) -> Message:
    """Send a message again, under the key by which its receiver knows it.

    The conditional UPDATE makes two presses one.
    """
    if not message.endpoint.is_on:
        raise DomainError(_("This webhook is off. Switch it on first."))
    done = Message.objects.filter(pk=message.pk, state__in=[State.TAKEN, State.FAILED])
    if not done.update(state=State.WAITING, attempts=0, due_at=timezone.now()):
        raise DomainError(_("It waits to be sent already, or may not be told any more."))
    note(REPLAYED, by=by, about=message.endpoint, messages=1)
    prompt(partial(deliver.delay, message.endpoint_id))
    message.refresh_from_db()
    return message


@transaction.atomic
def replay_failed(endpoint: Endpoint, *, by: User, since: datetime) -> int:
    """Send everything again that was not taken since a moment. Returns how many there are."""
    if not endpoint.is_on:
        raise DomainError(_("This webhook is off. Switch it on first."))
    failed = Message.objects.failed().filter(endpoint=endpoint, created_at__gte=since)
    again = failed.exclude(event=TEST).update(
        state=State.WAITING, attempts=0, due_at=timezone.now()
    )
    if again:
        note(REPLAYED, by=by, about=endpoint, messages=again)
        prompt(partial(deliver.delay, endpoint.pk))
    return again


def try_out(endpoint: Endpoint, *, by: User) -> Attempt:
    """Send a test by the way that messages go, also while it is off. Returns what came of it.

    The conditional UPDATE lets one of two presses send. It is no part of any transaction:
    a receiver may take its time to answer.
    """
    now = timezone.now()
    rested = Q(tried_out_at=None) | Q(tried_out_at__lt=now - BETWEEN_TESTS)
    if not Endpoint.objects.filter(rested, pk=endpoint.pk).update(tried_out_at=now):
        raise DomainError(_("A test went there a moment ago. Try again in ten seconds."))
    says = {"says": _("Goldseam was asked to send a test.")}
    # It is tried this once, by whoever asked.
    message = Message.objects.create(
        endpoint=endpoint,
        event=TEST,
        body=body(TEST, says, at=now),
        created_at=now,
        state=State.FAILED,
        attempts=1,
    )
    return outcomes.note_test(message, endpoint, delivery.send(message, endpoint))
