"""In what the lens gives hints. Each app says so of its own, in its AppConfig."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from people.models import User


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: which of them somebody sees, and who is involved in one."""

    name: str
    visible_to: Callable[[User], QuerySet[Any]]
    people: Callable[[Any], Iterable[User]]


KINDS: dict[str, DocumentKind] = {}


def register(
    name: str,
    *,
    visible_to: Callable[[User], QuerySet[Any]],
    people: Callable[[Any], Iterable[User]],
) -> None:
    """Let the lens read documents of this kind, at `/hints/<name>/<pk>/`."""
    KINDS[name] = DocumentKind(name, visible_to, people)


def names_in(kind: DocumentKind, document: Model) -> list[str]:
    """What the people involved are called: in full, and the way their address begins."""
    names: list[str] = []
    for person in kind.people(document):
        names += [person.get_full_name(), f"@{person.email.partition('@')[0]}"]
    return names
