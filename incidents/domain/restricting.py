"""Restrict an incident to those who are in it, and decide who else may see it."""

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.locking import lock
from incidents.domain.telling import tell_everyone
from incidents.models import Access, Incident, Kind
from live import publish
from nudges.domain.outbox import hush
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

LOOKED = action("incident.looked", gettext_lazy("Opened a restricted incident as an admin"))


@transaction.atomic
def restrict_incident(incident: Incident, *, by: User) -> Incident:
    """Let only those see it who are in it. Restricting twice is restricting once.

    Whoever is not in it loses sight of it, of what is written about it, and of what
    was said about it; every open screen is told once more, and finds it gone.
    """
    incident = lock(incident)
    _check_is_in_it(incident, by, _("Whoever restricts an incident is in it. Join first."))
    if incident.is_restricted:
        return incident
    tell_everyone(incident)
    for postmortem in incident.postmortems.values_list("pk", flat=True):
        publish(f"postmortem:{postmortem}", "postmortem")
    _doubt_writers(incident)
    _set_restricted(incident, restricted=True)
    text = _("Restricted: only those who are in it see it from now on.")
    incident.record(Kind.ACCESS, text, by=by)
    hush_the_others(incident)
    _end_links_outside(incident)
    return incident


@transaction.atomic
def open_up_incident(incident: Incident, *, by: User) -> Incident:
    """Let everyone see it again. Anybody who is in it may, and the timeline says so."""
    incident = lock(incident)
    _check_is_in_it(incident, by, _("Those who are in an incident open it up."))
    if not incident.is_restricted:
        return incident
    _set_restricted(incident, restricted=False)
    _accesses(incident).delete()
    incident.record(Kind.ACCESS, _("Open to everyone here again."), by=by)
    tell_everyone(incident)
    return incident


@transaction.atomic
def let_in(incident: Incident, *, by: User, person: User) -> Access:
    """Let somebody see a restricted incident who is not in it. Twice is once."""
    incident = lock(incident)
    _check_is_in_it(incident, by, _("Those who are in an incident let others in."))
    if not incident.is_restricted:
        raise DomainError(_("Everyone here can see this incident."))
    name = {"name": person.get_full_name()}
    if not person.is_active:
        raise DomainError({"person": _("%(name)s has left. Choose somebody else.") % name})
    if incident.participations.filter(user=person).exists():
        raise DomainError({"person": _("%(name)s is in it already.") % name})
    access, is_new = Access.objects.get_or_create(incident=incident, user=person)
    if is_new:
        incident.record(Kind.ACCESS, _("%(name)s was let in.") % name, by=by)
        tell_everyone(incident)
    return access


@transaction.atomic
def take_access_back(access: Access, *, by: User) -> None:
    """Let somebody who was let in see it no more; those who are in it stay. Twice is once."""
    person = access.user
    incident = lock(access.incident)
    _check_is_in_it(incident, by, _("Those who are in an incident decide who else sees it."))
    name = {"name": person.get_full_name()}
    if incident.participations.filter(user=person).exists():
        raise DomainError(_("%(name)s is in it, so it stays open to them.") % name)
    tell_everyone(incident)
    _doubt_writers(incident)
    if _accesses(incident).filter(user=person).delete()[0]:
        incident.record(Kind.ACCESS, _("%(name)s does not see it any more.") % name, by=by)
        hush_the_others(incident)


@transaction.atomic
def look_as_admin(incident: Incident, *, by: User) -> Incident:
    """Open a restricted incident as an admin, which its timeline says. Twice is once."""
    incident = lock(incident)
    if not incident.is_restricted or incident.audience().filter(pk=by.pk).exists():
        return incident
    if not by.is_admin:
        raise DomainError(_("Those who are in an incident let others in."))
    Access.objects.create(incident=incident, user=by)
    incident.record(Kind.ACCESS, _("Opened by an admin."), by=by)
    note(LOOKED, by=by, about=incident)
    tell_everyone(incident)
    return incident


def _check_is_in_it(incident: Incident, by: User, otherwise: str) -> None:
    if not incident.participations.filter(user=by).exists():
        raise DomainError(otherwise)


def _doubt_writers(incident: Incident) -> None:
    """Ask again, at once, whether those who have a write-up of it open may still be there."""
    for postmortem in incident.postmortems.values_list("pk", flat=True):
        publish(f"text:{postmortem}", "who")


def _set_restricted(incident: Incident, *, restricted: bool) -> None:
    """Change it for the incident and for all that was merged into it, which is told there."""
    incident.is_restricted = restricted
    Incident.objects.filter(pk__in=_with_merged(incident)).update(is_restricted=restricted)


def _accesses(incident: Incident) -> QuerySet[Access]:
    """Who was let in, also where the same person was let into a duplicate before it was merged."""
    return Access.objects.filter(incident__in=_with_merged(incident))


def _with_merged(incident: Incident) -> list[int]:
    """The number of the incident, and of all that was merged into it, however long ago."""
    found: list[int] = []
    numbers = [incident.pk]
    while numbers:
        found += numbers
        merged = Incident.objects.filter(merged_into__in=numbers)
        numbers = list(merged.values_list("pk", flat=True))
    return found


def hush_the_others(incident: Incident) -> None:
    """End what was said about it to those who do not see it: also by packages above this one."""
    for model in apps.get_models():
        if path := getattr(model, "incident_path", None):
            hush(about=model._default_manager.filter(**{path: incident.pk}))


def _end_links_outside(incident: Incident) -> None:
    """End what shows it to people without an account: also in packages above this one."""
    for model in apps.get_models():
        if end_about := getattr(model._default_manager, "end_about", None):
            end_about(incident.pk)
