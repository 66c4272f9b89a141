"""Put the times of an incident right, when more is known."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents import events
from incidents.domain.locking import lock
from incidents.domain.room import check_year
from incidents.domain.telling import tell_everyone
from incidents.models import Incident, Kind, Moment, TimeChange
from people.errors import DomainError
from people.models import User
from webhooks.domain.announcing import announce

Times = dict[str, datetime | None]

# What always comes before what. A thing can be noticed, or written down, after it was over.
ORDER = [
    (Moment.STARTED, Moment.DETECTED, gettext_lazy("It started before it was detected.")),
    (Moment.DETECTED, Moment.DECLARED, gettext_lazy("It was detected before it was declared.")),
    (Moment.STARTED, Moment.MITIGATED, gettext_lazy("It started before it was mitigated.")),
    (Moment.STARTED, Moment.RESOLVED, gettext_lazy("It started before it was resolved.")),
    (Moment.MITIGATED, Moment.RESOLVED, gettext_lazy("It was mitigated before it was resolved.")),
]
NEEDED = (Moment.STARTED, Moment.DETECTED, Moment.DECLARED)


@transaction.atomic
def correct_times(
    incident: Incident,
    *,
    by: User,
    seen: int | None = None,
    at: datetime | None = None,
    **times: datetime | None,
) -> Incident:
    """Put right when it started, was detected, declared, mitigated or resolved.

    Only the times that are given can change. `seen` is the number of the newest
    correction on the page somebody began from (0 for none): a time that somebody
    else corrected since is shown to them first, so that the later press never
    wins unseen. The entries of the timeline stay at their times; the correction
    is a line of its own.
    """
    if unknown := set(times) - set(Moment.values):
        raise TypeError(f"no such times: {', '.join(sorted(unknown))}")
    incident = _lock_itself(incident)
    before: Times = {moment: getattr(incident, moment) for moment in Moment.values}
    after = _settled(before | times, times)
    corrected = [Moment(one) for one in Moment.values if after[one] != before[one]]
    if not corrected:
        return incident
    _check_seen(incident, corrected, seen)
    _check(incident, after, corrected)
    at = at or timezone.now()
    TimeChange.objects.bulk_create(
        TimeChange(
            incident=incident,
            moment=moment,
            before=before[moment],
            after=after[moment],
            corrected_at=at,
            corrected_by=by,
        )
        for moment in corrected
    )
    for moment in corrected:
        setattr(incident, moment, after[moment])
    incident.save(update_fields=corrected)
    lines = [_said(moment, before[moment], after[moment]) for moment in corrected]
    incident.record(Kind.TIMES, " ".join(lines), by=by, at=at)
    announce(events.UPDATED, incident)
    tell_everyone(incident)
    return incident


def _lock_itself(incident: Incident) -> Incident:
    """Lock an incident, and no other that it was merged into: that one has times of its own."""
    locked = lock(incident)
    if locked.pk != incident.pk:
        raise DomainError(
            _("This was merged into %(reference)s meanwhile, which has its own times.")
            % {"reference": locked.reference}
        )
    return locked


def _settled(after: Times, given: Times) -> Times:
    """Let times of the same minute stand in their order: people type no seconds."""
    for first, second, _sentence in ORDER:
        one, other = after[first], after[second]
        if one and other and other < one and _minute(one) == _minute(other):
            if second in given:
                after[second] = one
            else:
                after[first] = other
    return after


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _check_seen(incident: Incident, corrected: list[Moment], seen: int | None) -> None:
    if seen is None:
        return
    since = incident.time_changes.filter(pk__gt=seen, moment__in=corrected)
    if taken := set(since.values_list("moment", flat=True)):
        sentence = _("Somebody else corrected this meanwhile. Save again if yours is right.")
        raise DomainError({one: DomainError(sentence, code="revision") for one in taken})


def _check(incident: Incident, after: Times, corrected: list[Moment]) -> None:
    """Collect everything that cannot be, each sentence beside its field."""
    wrong: dict[str, str] = {}
    for moment in corrected:
        value = after[moment]
        if value is None and moment in NEEDED:
            wrong[moment] = _("Every incident has this time.")
        if value is None and moment == Moment.RESOLVED:
            wrong[moment] = _("It is over, so it has this time. Reopen it if it is not.")
        if value and moment == Moment.RESOLVED and incident.is_open:
            wrong[moment] = _("It is not over yet. Resolve it, then this time can be corrected.")
        if value and value > timezone.now():
            wrong[moment] = _("That time has not come yet.")
        check_year(moment, value)
    for first, second, sentence in ORDER:
        one, other = after[first], after[second]
        if one and other and other < one:
            at = second if second in corrected else first
            wrong.setdefault(at, str(sentence))
    if wrong:
        raise DomainError(wrong)


def _said(moment: Moment, before: datetime | None, after: datetime | None) -> str:
    """What changed as one sentence, in UTC: whoever reads it may be anywhere."""
    name = moment.label
    if before is None or after is None:
        text = _("%(name)s: %(time)s UTC.")
        if after is None:
            text = _("%(name)s: not known, in place of %(time)s UTC.")
        return text % {"name": name, "time": _in_full(after or before)}
    if before.astimezone(UTC).date() == after.astimezone(UTC).date():
        return _("%(name)s: %(after)s instead of %(before)s UTC, %(day)s.") % {
            "name": name,
            "after": time_format(after.astimezone(UTC), "H:i"),
            "before": time_format(before.astimezone(UTC), "H:i"),
            "day": date_format(after.astimezone(UTC), "j M Y"),
        }
    return _("%(name)s: %(after)s instead of %(before)s UTC.") % {
        "name": name,
        "after": _in_full(after),
        "before": _in_full(before),
    }


def _in_full(moment: datetime | None) -> str:
    return date_format(moment.astimezone(UTC), "j M Y, H:i") if moment else ""
