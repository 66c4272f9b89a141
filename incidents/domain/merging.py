"""Two incidents are one: merge them, and take them apart again. `moving.py` has what moves."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hints.domain.hinting import carry_dismissals
from incidents import events
from incidents.domain import moving
from incidents.domain.asking import finish
from incidents.domain.buddies import end_buddies
from incidents.domain.locking import lock_several, one_at_a_time, standing_number
from incidents.domain.room import remind_of_update
from incidents.domain.telling import tell_everyone, tell_room
from incidents.models import Incident, Kind, Merge, ReachOut, Severity, Status, UndoPath
from nudges.domain.outbox import end, end_all, nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import User
from webhooks.domain.announcing import announce

BOTH = 2
# What a merge changes on the duplicate itself.
ITS_OWN = ("status", "mitigated_at", "resolved_at", "next_update_at")


@transaction.atomic
def merge_incident(
    duplicate: Incident, *, by: User, into: Incident, at: datetime | None = None
) -> Merge:
    """Move everything of a duplicate to the incident that it is, and stand the duplicate down.

    Both rows are locked, the way `lock_several` has, and whoever was writing in the
    duplicate writes into the other one from then on (`locking.lock`). Merging the same
    two a second time is merging them once.
    """
    if done := _merged_before(duplicate, into):
        return done
    both = lock_several([duplicate, into])
    if done := _merged_before(duplicate, into):
        return done
    source, target = _check(duplicate, both)
    at = at or timezone.now()
    people = _unasked(source)
    moved, kept = moving.move(source, target)
    carry_dismissals(source, to=target)
    merge = Merge.objects.create(
        duplicate=source,
        into=target,
        moved=moved,
        before=kept | {"duplicate": _own(source), "into": _fill_in(target, source)},
        done_at=at,
        done_by=by,
    )
    _stand_down(source, target, at)
    source.record(Kind.LINK, _("Merged into %s.") % target.reference, by=by, at=at)
    text = _("%s was merged into this one: it is the same.") % source.reference
    target.record(Kind.LINK, text, by=by, at=at)
    _end_nudges(source, target, people, moved)
    announce(events.MERGED, source)
    tell_room(source)
    tell_everyone(target)
    return merge


def check_merge(duplicate: Incident, *, into: Incident) -> None:
    """Refuse beforehand, for the page that says what will happen, what would be refused."""
    both = {one.pk: one for one in (duplicate, into)}
    _check(duplicate, list(both.values()))


@transaction.atomic
def unmerge(merge: Merge, *, by: User, at: datetime | None = None) -> Incident:
    """Take a duplicate out again, with all that came along; what was added since stays.

    The duplicate is locked first, in the order of whoever writes into it and is led on
    (`locking.lock`), and the merge behind both, so that it is undone once.
    """
    one_at_a_time()
    duplicate = Incident.objects.select_for_update().get(pk=merge.duplicate_id)
    target = Incident.objects.select_for_update().get(pk=merge.into_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise DomainError(_("These two were taken apart already."))
    if target.is_merged:
        text = _("%s is merged into another incident itself. Take that apart first.")
        raise DomainError(text % target.reference)
    merge.undone_at = at or timezone.now()
    merge.save(update_fields=["undone_at"])
    moving.move_back(merge.moved, merge.before, source=duplicate, target=target)
    _restore(duplicate, target, merge.before)
    text = _("It is an incident of its own again, and no longer part of %s.")
    duplicate.record(Kind.LINK, text % target.reference, by=by, at=merge.undone_at)
    text = _("%s is an incident of its own again.") % duplicate.reference
    target.record(Kind.LINK, text, by=by, at=merge.undone_at)
    for one in (duplicate, target):
        remind_of_update(one)
        announce(events.UPDATED, one)
        tell_everyone(one)
    return duplicate


def _merged_before(duplicate: Incident, into: Incident) -> Merge | None:
    """The merge that a second press asks for once more."""
    done = Merge.objects.filter(duplicate=duplicate.pk, undone_at=None).first()
    return done if done and done.into_id == standing_number(into.pk) else None


def _check(duplicate: Incident, both: list[Incident]) -> tuple[Incident, Incident]:
    """Refuse what would be lost, shown to others, or mixed up."""
    standing = both[0]
    names = {"one": duplicate.reference, "other": standing.reference}
    if standing.pk != duplicate.pk:
        raise DomainError({"into": _("Somebody merged %(one)s into %(other)s already.") % names})
    if len(both) < BOTH:
        raise DomainError({"into": _("That is this incident itself, or is part of it.")})
    target = both[1]
    if standing.is_practice != target.is_practice:
        raise DomainError({"into": _("One of them is practice and the other is not.")})
    if standing.is_restricted != target.is_restricted:
        raise DomainError(
            {
                "into": _(
                    "One of them is restricted and the other is not. Restrict both first, or "
                    "open both up, so that nothing is shown or hidden by accident."
                )
            }
        )
    if standing.is_restricted and set(standing.audience()) != set(target.audience()):
        raise DomainError(
            {
                "into": _(
                    "Both are restricted, and not the same people see them. Let those people "
                    "into both first."
                )
            }
        )
    return standing, target


def _own(source: Incident) -> dict[str, Any]:
    """What the duplicate's own columns were."""
    return {name: _written(getattr(source, name)) for name in ITS_OWN}


def _fill_in(target: Incident, source: Incident) -> dict[str, list[Any]]:
    """Give `target` what only `source` knows. Returns what was there, and what is there now."""
    unknown: dict[str, Any] = {"undo_path": UndoPath.UNKNOWN, "severity": Severity.UNSET}
    if target.is_open and source.is_open:
        unknown["next_update_at"] = None
    changes = {
        name: [_written(nothing), _written(getattr(source, name))]
        for name, nothing in unknown.items()
        if getattr(target, name) == nothing and getattr(source, name) != nothing
    }
    for name in changes:
        setattr(target, name, getattr(source, name))
    target.save(update_fields=list(changes))
    return changes


def _unasked(source: Incident) -> list[User]:
    """Those who were there and have not said how they are."""
    there = User.objects.filter(participations__incident=source)
    if source.is_open:
        return list(there)
    return list(there.filter(nudges__in=Nudge.objects.open().about("check_in", source)))


def _stand_down(source: Incident, target: Incident, at: datetime) -> None:
    source.status, source.merged_into = Status.STOOD_DOWN, target
    source.resolved_at = source.resolved_at or at
    source.next_update_at = None
    source.save(update_fields=["status", "resolved_at", "next_update_at", "merged_into"])


def _end_nudges(
    source: Incident, target: Incident, people: list[User], moved: dict[str, list[str]]
) -> None:
    """Ask nobody for anything about a duplicate; `target` asks them, once for each."""
    end_all(about=source, because="merged into another")
    for twice in source.reach_outs.open():
        if ReachOut.objects.open().filter(incident=target, person=twice.person_id).exists():
            end_all(about=twice, because="asked elsewhere")
            finish(twice, at=timezone.now())
    end_buddies(source)
    if not target.is_open:
        end_buddies(target)
    if "postmortems.Postmortem_incidents.incident" in moved:
        end("write_up", about=target, because="there is one already")
    remind_of_update(target)
    if not target.is_open and target.asks_people:
        nudge("check_in", about=target, to=people, again=str(target.resolved_at))


def _restore(duplicate: Incident, target: Incident, before: dict[str, Any]) -> None:
    """Put the columns of both back; those of `target` only where nobody changed them since."""
    for name, value in before["duplicate"].items():
        setattr(duplicate, name, _read(duplicate, name, value))
    duplicate.merged_into = None
    duplicate.is_restricted = target.is_restricted
    duplicate.save(update_fields=[*ITS_OWN, "merged_into", "is_restricted"])
    back = [
        name
        for name, (_was, became) in before["into"].items()
        if _written(getattr(target, name)) == became
    ]
    for name in back:
        setattr(target, name, _read(target, name, before["into"][name][0]))
    target.save(update_fields=back)


def _written(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value


def _read(incident: Incident, name: str, value: Any) -> Any:
    field = incident._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field.to_python(value)
