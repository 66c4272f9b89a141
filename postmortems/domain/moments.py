"""The timeline of a write-up: copied from its incidents, and then its authors' own.

Nothing they changed is ever written over, and nothing is deleted: what is left out
can be put back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import TimelineEntry
from people.errors import DomainError
from people.models import User
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import Postmortem, WriteUpMoment


@dataclass(frozen=True)
class Refreshed:
    """What looking at the incidents once more has brought."""

    new: int
    changed: int
    torn: int


@transaction.atomic
def refresh_moments(postmortem: Postmortem, *, by: User) -> Refreshed:
    """Bring in new key moments, and what changed in those that nobody edited here.

    Where both changed, neither is touched: the page shows both, and somebody chooses.
    The write-up is locked, so that two who refresh together bring everything once.
    """
    postmortem = lock_editable(postmortem)
    changed = torn = 0
    for moment in postmortem.moments.shown().select_related("source"):
        if moment.is_torn:
            torn += 1
        elif moment.source_changed:
            _follow(moment)
            changed += 1
    new = copy_moments(postmortem)
    if new or changed:
        tell_readers(postmortem)
    return Refreshed(new, changed, torn)


def copy_moments(postmortem: Postmortem) -> int:
    """Copy the key moments of its incidents that are not here yet. Returns how many."""
    entries = TimelineEntry.objects.key_moments().filter(incident__in=postmortem.incidents.all())
    return copy_entries(postmortem, entries.exclude(copies__postmortem=postmortem).oldest_first())


def copy_entries(postmortem: Postmortem, entries: Iterable[TimelineEntry]) -> int:
    """Copy these entries of incidents. Returns how many."""
    copies = [_follow_new(WriteUpMoment(postmortem=postmortem, source=entry)) for entry in entries]
    WriteUpMoment.objects.bulk_create(copies)
    return len(copies)


@transaction.atomic
def add_moment(
    postmortem: Postmortem, *, by: User, text: str, occurred_at: datetime
) -> WriteUpMoment:
    """Add a moment that no incident has. The same one sent twice is kept once."""
    postmortem = lock_editable(postmortem)
    words = {"text": text, "occurred_at": occurred_at}
    moment = postmortem.moments.filter(source=None, is_left_out=False, **words).first()
    if moment is None:
        moment = postmortem.moments.create(**words)
    postmortem.authors.add(by)
    tell_readers(postmortem)
    return moment


@transaction.atomic
def edit_moment(
    moment: WriteUpMoment,
    *,
    by: User,
    revision: int,
    text: str,
    occurred_at: datetime | None = None,
) -> WriteUpMoment:
    """Put a moment into better words, or at a better time. Its incident keeps its own.

    `revision` is the one they began from: when somebody else has saved since, nothing
    is written, and what was typed stays in the form.
    """
    moment = _lock(moment)
    occurred_at = occurred_at or moment.occurred_at
    if (moment.text, moment.occurred_at) == (text, occurred_at):
        return moment
    if moment.revision != revision:
        raise DomainError(
            _(
                "Somebody else changed this moment while you were writing. Your words are still "
                "here; have a look and save once more."
            ),
            code="revision",
        )
    moment.text, moment.occurred_at = text, occurred_at
    moment.was_edited = (text, occurred_at) != (moment.source_text, moment.source_occurred_at)
    _keep(moment, by)
    return moment


@transaction.atomic
def leave_moment_out(moment: WriteUpMoment, *, by: User, is_left_out: bool) -> WriteUpMoment:
    """Leave a moment out of what is read, or put it back."""
    moment = _lock(moment)
    if moment.is_left_out != is_left_out:
        moment.is_left_out = is_left_out
        _keep(moment, by)
    return moment


@transaction.atomic
def settle_moment(moment: WriteUpMoment, *, by: User, takes_theirs: bool) -> WriteUpMoment:
    """Choose, where a moment and its entry were both changed, which of the two it says now."""
    moment = _lock(moment)
    if moment.source is None or not moment.source_changed:
        return moment
    if takes_theirs:
        _follow(moment)
    else:
        _look_at_source(moment)
        moment.save()
    moment.postmortem.authors.add(by)
    tell_readers(moment.postmortem)
    return moment


def _lock(moment: WriteUpMoment) -> WriteUpMoment:
    """Lock the write-up and then its moment, which is one of those that are shown."""
    postmortem = lock_editable(moment.postmortem)
    moment = (
        postmortem.moments.select_for_update(of=["self"]).select_related("source").get(pk=moment.pk)
    )
    moment.postmortem = postmortem
    return moment


def _keep(moment: WriteUpMoment, by: User) -> None:
    moment.revision += 1
    moment.save()
    moment.postmortem.authors.add(by)
    tell_readers(moment.postmortem)


def _follow(moment: WriteUpMoment) -> None:
    """Say what the entry says."""
    _follow_new(moment)
    moment.revision += 1
    moment.save()


def _follow_new(moment: WriteUpMoment) -> WriteUpMoment:
    entry = _look_at_source(moment)
    moment.text, moment.occurred_at, moment.was_edited = entry.text, entry.occurred_at, False
    return moment


def _look_at_source(moment: WriteUpMoment) -> TimelineEntry:
    entry = moment.source
    assert entry is not None
    moment.source_text, moment.source_occurred_at = entry.text, entry.occurred_at
    return entry
