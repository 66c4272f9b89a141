"""Every verb begins by locking its incident, so that two people at once leave one outcome."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from incidents.models import Incident
from people.errors import DomainError

# Any number that nothing else locks.
_SEVERAL_LOCK = 7_265_003


def lock(incident: Incident) -> Incident:
    """Lock the row of an incident, or of the one that it was merged into meanwhile.

    Whoever was writing when their incident turned out to be a duplicate has
    written into the one that is left. A duplicate is locked before the incident
    it went into, here and in `merging.py`, so that neither waits for the other.
    """
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    while locked.merged_into_id is not None:
        locked = Incident.objects.select_for_update().get(pk=locked.merged_into_id)
    return locked


def lock_several(incidents: Iterable[Incident]) -> list[Incident]:
    """Lock several incidents, each in the place of what was merged into it, each once.

    Whoever needs more than one goes one at a time, by the advisory lock. While it is
    held nothing is merged, so what stands is known before the first row is locked, and
    no row is waited for by somebody who holds another that we want.
    """
    one_at_a_time()
    numbers = dict.fromkeys(standing_number(incident.pk) for incident in incidents)
    return [Incident.objects.select_for_update().get(pk=number) for number in numbers]


def one_at_a_time() -> None:
    """Wait for whoever merges, links or takes apart, and let the next wait for us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEVERAL_LOCK])


def standing_number(number: int) -> int:
    """The number of the incident that stands for one: its own, unless that was merged."""
    merged = Incident.objects.filter(merged_into__isnull=False)
    while into := merged.filter(pk=number).values_list("merged_into", flat=True).first():
        number = into
    return number


def lock_open(incident: Incident) -> Incident:
    """Lock an incident that must still be open."""
    locked = lock(incident)
    if not locked.is_open:
        raise DomainError(_("This incident is over. Reopen it if it is not."))
    return locked
