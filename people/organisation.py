"""The organisation's settings, as every page and task reads them.

They are read from Postgres every few seconds rather than with every page. Whoever changes
them reads them anew (`forget`); other processes follow within `LASTS`.
"""

import time
from dataclasses import dataclass

from people.models import Organisation

LASTS = 5.0


@dataclass
class Kept:
    """What this process read last, and until when it believes it. Nobody changes the row."""

    row: Organisation | None = None
    until: float = 0.0


kept = Kept()


def the_organisation() -> Organisation:
    """How the organisation wants things; the usual where nobody has changed anything."""
    row, until = kept.row, kept.until
    if row is None or time.monotonic() >= until:
        row = as_it_is_now()
        kept.row, kept.until = row, time.monotonic() + LASTS
    return row


def as_it_is_now() -> Organisation:
    """Read it from Postgres, for whoever is about to change it."""
    return Organisation.objects.filter(pk=Organisation.ONLY).first() or Organisation()


def forget() -> None:
    """Read it anew the next time."""
    kept.row = None
