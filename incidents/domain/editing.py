"""Put into better words, or take back, what somebody wrote into the timeline."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.locking import lock
from incidents.domain.room import check_year
from incidents.domain.telling import tell_everyone, tell_room
from incidents.models import EntryVersion, Kind, TimelineEntry, Update
from people.errors import DomainError
from people.models import User


@transaction.atomic
def edit_entry(
    entry: TimelineEntry,
    *,
    by: User,
    revision: int,
    text: str,
    occurred_at: datetime | None = None,
) -> TimelineEntry:
    """Put an entry into better words, or at a better time; without one its time stays.

    `revision` is the one somebody began from. When somebody else has saved since,
    nothing is written: what was typed stays in the form, to be brought together.
    The same words sent twice are saved once, so that a double click is no conflict.
    """
    entry = _lock_written(entry)
    if entry.kind == Kind.UPDATE:
        raise DomainError(_("An update is edited in its parts."))
    at = _time_of(entry, occurred_at)
    if _is_so_already(entry, text, at):
        return entry
    _check_revision(entry, revision)
    _replace(entry, by=by, text=text, at=at)
    tell_room(entry.incident)
    return entry


@transaction.atomic
def edit_update(
    entry: TimelineEntry,
    *,
    by: User,
    revision: int,
    conditions: str,
    actions: str = "",
    needs: str = "",
    occurred_at: datetime | None = None,
) -> TimelineEntry:
    """Say an update better, as `edit_entry` does: its parts and its entry stay one.

    When the next one is due stays as it was said: others have planned with it.
    """
    entry = _lock_written(entry)
    update = Update.objects.filter(entry=entry).first()
    if update is None:
        raise DomainError(_("This is not an update."))
    at = _time_of(entry, occurred_at)
    words = {"conditions": conditions, "actions": actions, "needs": needs}
    parts_are_so = all(_same(getattr(update, name), text) for name, text in words.items())
    if parts_are_so and entry.occurred_at == at:
        return entry
    _check_revision(entry, revision)
    _replace(entry, by=by, text=Update.words(**words), at=at)
    update.conditions, update.actions, update.needs = conditions, actions, needs
    update.posted_at = at
    update.save(update_fields=[*words, "posted_at"])
    tell_everyone(entry.incident)
    return entry


@transaction.atomic
def withdraw_entry(entry: TimelineEntry, *, by: User, at: datetime | None = None) -> TimelineEntry:
    """Take back what was written. It stays in its place and says so; twice is once."""
    entry = _lock_written(entry, withdrawn_too=True)
    if not entry.is_free:
        raise DomainError(_("This marks a change of status, so it stays. Its words can be edited."))
    if entry.is_withdrawn:
        return entry
    entry.withdrawn_at, entry.withdrawn_by = at or timezone.now(), by
    entry.save(update_fields=["withdrawn_at", "withdrawn_by"])
    tell_everyone(entry.incident)
    return entry


@transaction.atomic
def bring_back_entry(entry: TimelineEntry, *, by: User) -> TimelineEntry:
    """Show again what was withdrawn. That it was is kept among its versions."""
    entry = _lock_written(entry, withdrawn_too=True)
    if not entry.is_withdrawn:
        return entry
    _replace(entry, by=by, text=entry.text, at=entry.occurred_at)
    tell_everyone(entry.incident)
    return entry


def _lock_written(entry: TimelineEntry, *, withdrawn_too: bool = False) -> TimelineEntry:
    """Lock the incident of an entry that a person wrote, and read the entry anew."""
    lock(entry.incident)
    entry = TimelineEntry.objects.select_related("incident").get(pk=entry.pk)
    if entry.is_short:
        raise DomainError(
            _("Goldseam wrote this line. The times of the incident can be corrected on their own.")
        )
    if entry.is_withdrawn and not withdrawn_too:
        raise DomainError(
            _("This was withdrawn meanwhile. Bring it back first, then it can be edited."),
            code="withdrawn",
        )
    return entry


def _time_of(entry: TimelineEntry, given: datetime | None) -> datetime:
    if given is None or given == entry.occurred_at:
        return entry.occurred_at
    if not entry.is_free:
        raise DomainError(
            {"occurred_at": _("This time belongs to the incident. Correct it under its times.")}
        )
    check_year("occurred_at", given)
    if given > timezone.now():
        raise DomainError({"occurred_at": _("That time has not come yet.")})
    return given


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but how their lines end."""
    return one.splitlines() == other.splitlines()


def _is_so_already(entry: TimelineEntry, text: str, at: datetime) -> bool:
    return _same(entry.text, text) and entry.occurred_at == at


def _check_revision(entry: TimelineEntry, revision: int) -> None:
    if entry.revision != revision:
        raise DomainError(
            _(
                "Somebody else saved this while you were writing. Your words are still here; "
                "where both of you changed something, theirs stand below. Have a look and save "
                "once more."
            ),
            code="revision",
        )


def _replace(entry: TimelineEntry, *, by: User, text: str, at: datetime) -> None:
    """Keep what an entry says now as a version, and let it say something else."""
    EntryVersion.objects.create(
        entry=entry,
        number=entry.revision,
        text=entry.text,
        occurred_at=entry.occurred_at,
        withdrawn_at=entry.withdrawn_at,
        withdrawn_by=entry.withdrawn_by,
        replaced_by=by,
    )
    entry.text, entry.occurred_at = text, at
    entry.withdrawn_at = entry.withdrawn_by = None
    entry.revision += 1
    entry.save(update_fields=["text", "occurred_at", "withdrawn_at", "withdrawn_by", "revision"])
