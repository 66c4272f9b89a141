"""Keep the catalogue: what runs, who knows it, and how it is undone."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.telling import tell_room
from incidents.models import Service, ServiceLink, Tool
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Team, User

LONGEST_SLUG = 72
# Addresses of the catalogue's own pages.
TAKEN = {"new"}


class ForAdmins(TypedDict, total=False):
    """What only admins say of a service; what is left out stays as it is."""

    team: Team | None
    public_name: str


CREATED = action("service.created", gettext_lazy("Added a service"))
DESCRIBED = action("service.described", gettext_lazy("Described a service"))
LINKED = action("service.linked", gettext_lazy("Changed the links of a service"))
EQUIPPED = action("service.equipped", gettext_lazy("Changed the tools of a service"))


@transaction.atomic
def create_service(
    *,
    by: User,
    name: str,
    description: str = "",
    experts: Iterable[User] = (),
    **more: Unpack[ForAdmins],
) -> Service:
    """Put a service into the catalogue. Its address is made from its name, and stays."""
    service = Service(name=name, slug=_free_slug(name), description=description, **more)
    _keep(service)
    service.experts.set(experts)
    note(CREATED, by=by, about=service)
    return service


@transaction.atomic
def describe_service(
    service: Service,
    *,
    by: User,
    name: str,
    description: str,
    experts: Iterable[User],
    **more: Unpack[ForAdmins],
) -> Service:
    """Say what a service is and who knows it well."""
    service = _lock(service)
    service.name, service.description = name, description
    for field, value in more.items():
        setattr(service, field, value)
    _keep(service)
    service.experts.set(experts)
    note(DESCRIBED, by=by, about=service)
    _tell_rooms(service)
    return service


@transaction.atomic
def add_link(service: Service, *, by: User, label: str, url: str) -> ServiceLink:
    """Say where to read on. The same link twice is one."""
    service = _lock(service)
    link, is_new = service.links.get_or_create(label=label, url=url)
    if is_new:
        note(LINKED, by=by, about=service, added=label)
    return link


@transaction.atomic
def change_link(link: ServiceLink, *, by: User, label: str, url: str) -> ServiceLink:
    """Put a link right."""
    service = _lock(link.service)
    _check_is_there(ServiceLink.objects.filter(pk=link.pk).update(label=label, url=url))
    link.label, link.url = label, url
    note(LINKED, by=by, about=service, changed=label)
    return link


@transaction.atomic
def remove_link(link: ServiceLink, *, by: User) -> None:
    """Take a link away; twice is once."""
    if ServiceLink.objects.filter(pk=link.pk).delete()[0]:
        note(LINKED, by=by, about=link.service, removed=link.label)


@transaction.atomic
def add_tool(
    service: Service,
    *,
    by: User,
    kind: str,
    command: str,
    what_it_does: str,
    is_safe_twice: bool,
) -> Tool:
    """Write down a way to undo or to mend. The same command twice is one tool."""
    service = _lock(service)
    tool, _is_new = service.tools.update_or_create(
        kind=kind,
        command=command,
        defaults={"what_it_does": what_it_does, "is_safe_twice": is_safe_twice},
    )
    note(EQUIPPED, by=by, about=service, added=kind)
    _tell_rooms(service)
    return tool


@transaction.atomic
def change_tool(
    tool: Tool, *, by: User, kind: str, command: str, what_it_does: str, is_safe_twice: bool
) -> Tool:
    """Put a tool right. Timelines keep the command as it was when it was used."""
    service = _lock(tool.service)
    tool.kind, tool.command = Tool.Kind(kind), command
    tool.what_it_does, tool.is_safe_twice = what_it_does, is_safe_twice
    words = {
        "kind": kind,
        "command": command,
        "what_it_does": what_it_does,
        "is_safe_twice": is_safe_twice,
    }
    _check_is_there(service.tools.filter(pk=tool.pk).update(**words))
    note(EQUIPPED, by=by, about=service, changed=kind)
    _tell_rooms(service)
    return tool


@transaction.atomic
def remove_tool(tool: Tool, *, by: User) -> None:
    """Take a tool away that is no more; what timelines say of it stays. Twice is once."""
    service = _lock(tool.service)
    if service.tools.filter(pk=tool.pk).delete()[0]:
        note(EQUIPPED, by=by, about=service, removed=str(tool.kind))
    _tell_rooms(service)


def _lock(service: Service) -> Service:
    return Service.objects.select_for_update().get(pk=service.pk)


def _keep(service: Service) -> None:
    """Save it; of two who choose the same name at once, the second is told."""
    if Service.objects.filter(name__iexact=service.name).exclude(pk=service.pk).exists():
        raise DomainError({"name": _("There is a service with this name already.")})
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError as error:
        raise DomainError({"name": _("There is a service with this name already.")}) from error


def _free_slug(name: str) -> str:
    """An address from a name; names in other scripts, and the same name again, are numbered."""
    slug = slugify(name)[:LONGEST_SLUG].strip("-") or "service"
    taken = TAKEN | set(
        Service.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    )
    numbered = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


def _check_is_there(changed: int) -> None:
    if not changed:
        raise DomainError(_("Somebody took this away meanwhile. It can be added again."))


def _tell_rooms(service: Service) -> None:
    """Let the open rooms that show its tools fetch them again."""
    for incident in service.incidents.open():
        tell_room(incident)
