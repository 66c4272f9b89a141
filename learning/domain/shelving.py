"""Keep the shelf of well-known outages as this release brings it."""

from django.db import transaction

from learning.models import Outage
from learning.shelf import outages

FIELDS = ("company", "year", "title", "made_possible", "learnt", "tags", "url")


@transaction.atomic
def bring_shelf() -> int:
    """Make the shelf what `outages.toml` says. Returns how many there are."""
    there = [Outage(**entry) for entry in outages()]
    Outage.objects.bulk_create(
        there, update_conflicts=True, unique_fields=["key"], update_fields=FIELDS
    )
    Outage.objects.exclude(key__in=[one.key for one in there]).delete()
    return len(there)
