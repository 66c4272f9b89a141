"""What the form that opens an incident shows beside its fields."""

from collections.abc import Iterable

from django.db.models import Prefetch

from incidents.models import Incident, Mode, Service
from people.http import row_number
from people.models import User

MOST_AT_ONCE = 20


def has_filed(user: User) -> bool:
    """Whether somebody has filed before, other than for practice."""
    return Incident.objects.filter(declared_by=user).exclude(mode=Mode.PRACTICE).exists()


def services_to_undo(chosen: Iterable[object]) -> list[Service]:
    """The services of these numbers, with their tools and the people who know them well."""
    numbers = [number for one in chosen if (number := row_number(str(one)))]
    experts = User.objects.who_may_write()
    services = Service.objects.filter(pk__in=numbers).prefetch_related(
        "tools", Prefetch("experts", experts)
    )
    return list(services[:MOST_AT_ONCE])
