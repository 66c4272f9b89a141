"""What entries of the audit log are about, as far as whoever reads them may see it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.models import Checklist, CustomField, Incident, Service
from people.models import Team, User
from postmortems.models import Postmortem, Template

NAMELESS = Value("", CharField())
NUMBER = F("pk")


@dataclass(frozen=True)
class Sort:
    """One sort of thing: what it is called, which of them somebody sees, and where they are.

    `name` and `place` are read with it; `place` goes into the address.
    """

    label: Any
    seen_by: Callable[[User], QuerySet[Any]]
    name: Any = NAMELESS
    address: str = ""
    place: Any = NUMBER

    def where(self, place: str) -> str:
        return reverse(self.address, args=[place]) if self.address else ""


@dataclass(frozen=True)
class Thing:
    """What an entry is about. Without a name it is gone, or not for its reader to see."""

    sort: Any
    name: str = ""
    address: str = ""


SORTS: dict[str, Sort] = {
    "people.user": Sort(
        _("Person"),
        lambda _user: User.objects.all(),
        Coalesce(NullIf(F("display_name"), Value("")), F("email")),
    ),
    "people.team": Sort(_("Team"), lambda _user: Team.objects.all(), F("name"), "people:rota"),
    "incidents.incident": Sort(
        _("Incident"), Incident.objects.visible_to, F("title"), "incidents:room"
    ),
    "incidents.service": Sort(
        _("Service"), lambda _user: Service.objects.all(), F("name"), "incidents:service", F("slug")
    ),
    "incidents.customfield": Sort(
        _("Field"), lambda _user: CustomField.objects.all(), F("label"), "incidents:edit_field"
    ),
    "incidents.checklist": Sort(
        _("Checklist"), lambda _user: Checklist.objects.all(), F("name"), "incidents:edit_checklist"
    ),
    "postmortems.postmortem": Sort(
        _("Write-up"), Postmortem.objects.visible_to, F("title"), "postmortems:read"
    ),
    "postmortems.template": Sort(
        _("Template"), lambda _user: Template.objects.all(), F("name"), "postmortems:edit_template"
    ),
}
# There is one of each, so they need no name.
ONLY: dict[str, tuple[Any, str]] = {
    "people.organisation": (_("Settings"), "organisation:settings"),
    "incidents.statuspage": (_("Status page"), "incidents:status_settings"),
    "organisation.dataexport": (_("Export of everything"), "organisation:exports"),
}
OTHER = _("Something else")


def sorts() -> list[tuple[str, Any]]:
    """The sorts of things there are, by what they are called."""
    named = [(label, sort.label) for label, sort in SORTS.items()]
    return [*named, *((label, name) for label, (name, _address) in ONLY.items())]


def things(keys: Iterable[tuple[str, str]], reader: User) -> dict[tuple[str, str], Thing]:
    """What each pair of a sort and a number is, in one query for all."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str], Thing] = {}
    for label, number in keys:
        if label in ONLY:
            called, address = ONLY[label]
            found[label, number] = Thing(called, str(called), reverse(address))
        elif label in SORTS and number.isdecimal():
            wanted[label].add(number)
            found[label, number] = Thing(SORTS[label].label)
    for label, number, name, place in _read(wanted, reader):
        found[label, number] = Thing(SORTS[label].label, name, SORTS[label].where(place))
    return found


def _read(wanted: dict[str, set[str]], reader: User) -> Iterable[tuple[str, str, str, str]]:
    parts = [
        SORTS[label]
        .seen_by(reader)
        .filter(pk__in=numbers)
        .order_by()
        .annotate(
            sort_=Value(label, CharField()),
            number_=Cast("pk", CharField()),
            name_=Cast(SORTS[label].name, CharField()),
            place_=Cast(SORTS[label].place, CharField()),
        )
        .values_list("sort_", "number_", "name_", "place_")
        for label, numbers in wanted.items()
    ]
    if not parts:
        return []
    # A model's own order would be asked of all of them.
    found: Iterable[tuple[str, str, str, str]]
    found = parts[0].union(*parts[1:], all=True).order_by()
    return found
