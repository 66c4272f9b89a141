"""Keep the catalogue: what runs, who knows it, and how it is undone."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incidents.domain.telling import tell_room
from incidents.models import Service, ServiceLink, Tool
from people.errors import DomainError
from people.models import Team, User

LONGEST_SLUG = 72
# Addresses of the catalogue's own pages.
TAKEN = {"new"}


class ForAdmins(TypedDict, total=False):
    """What only admins say of a service; what is left out stays as it is."""

    team: Team | None
    public_name: str


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
    _tell_rooms(service)
    return service


@transaction.atomic
def add_link(service: Service, *, by: User, label: str, url: str) -> ServiceLink:
    """Say where to read on. The same link twice is one."""
    service = _lock(service)
    link, _is_new = service.links.get_or_create(label=label, url=url)
    return link


@transaction.atomic
def change_link(link: ServiceLink, *, by: User, label: str, url: str) -> ServiceLink:
    """Put a link right."""
    _lock(link.service)
    _check_is_there(ServiceLink.objects.filter(pk=link.pk).update(label=label, url=url))
    link.label, link.url = label, url
    return link


@transaction.atomic
def remove_link(link: ServiceLink, *, by: User) -> None:
    """Take a link away; twice is once."""
    ServiceLink.objects.filter(pk=link.pk).delete()


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
    _tell_rooms(service)
    return tool


@transaction.atomic
def remove_tool(tool: Tool, *, by: User) -> None:
    """Take a tool away that is no more; what timelines say of it stays. Twice is once."""
    service = _lock(tool.service)
    service.tools.filter(pk=tool.pk).delete()
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
