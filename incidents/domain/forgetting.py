"""Delete what is private in time, with everything that was said of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from incidents.models import Buddy, Merge, Note, ReachOut
from incidents.models.care import KEPT_FOR
from nudges.domain.outbox import forget_nudges

BATCH = 500


def forget(*, at: datetime) -> int:
    """Delete notes, who was asked for them, and who sat with whom. Returns how many rows.

    They are kept for 30 days after their incident is over, and for 30 days after
    they were asked for or written where that is later. Answers go with the note that
    they answer, so that writing to each other keeps nothing for longer.
    """
    limit = at - KEPT_FOR
    over = Q(incident__resolved_at__lt=limit)
    notes = Note.objects.first_words().filter(over, sent_at__lt=limit)
    not_wanted_since = Q(wanted_at=None) | Q(wanted_at__lt=limit)
    reach_outs = ReachOut.objects.filter(over, not_wanted_since, begun_at__lt=limit)
    buddies = Buddy.objects.filter(over, asked_at__lt=limit)
    return _forget(notes, also="answers") + _forget(reach_outs) + _forget(buddies)


def _forget[M: Model](private: QuerySet[M], *, also: str = "") -> int:
    """Delete rows in batches, each in a transaction of its own; `also` names what goes with one."""
    forgotten = 0
    rows = private.model._default_manager
    while batch := list(private.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            whole = Q(pk__in=batch) | (Q(**{f"{also}__in": batch}) if also else Q())
            numbers = list(rows.filter(whole).values_list("pk", flat=True))
            forget_nudges(about=rows.filter(pk__in=numbers))
            _forget_that_they_moved(private.model, numbers)
            rows.filter(pk__in=numbers).delete()
        forgotten += len(numbers)
    return forgotten


def _forget_that_they_moved(model: type[Model], numbers: list[int]) -> None:
    """Take the numbers of private rows out of what merges keep."""
    column = f"{model._meta.label}.incident"
    for merge in Merge.objects.filter(moved__has_key=column).select_for_update():
        left = [key for key in merge.moved[column] if int(key) not in numbers]
        if left:
            merge.moved[column] = left
        else:
            del merge.moved[column]
        merge.save(update_fields=["moved"])
