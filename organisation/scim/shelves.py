"""What of a directory's world is which rows here, and which verbs change them."""

from abc import ABC, abstractmethod
from typing import Any

from django.db.models import BooleanField, CharField, F, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from scim2_models import InvalidValueException, Meta, Reference, Resource

from organisation.domain import directory, directory_groups
from organisation.models import DirectoryGroup
from organisation.scim.completing import joined_name, parts_of_name
from organisation.scim.schemas import WORK, Group, Mail, Member, Membership, Name, Person
from organisation.scim.searching import Column, Columns, number_of
from people.models import User


class Shelf(ABC):
    """One kind of resource."""

    kind: str
    columns: Columns

    @abstractmethod
    def rows(self) -> QuerySet[Any]: ...

    @abstractmethod
    def show(self, row: Any) -> Resource[Any]: ...

    @abstractmethod
    def make(self, told: Any, *, by: User) -> Any: ...

    @abstractmethod
    def change(self, row: Any, told: Any, *, by: User) -> Any: ...

    @abstractmethod
    def delete(self, row: Any, *, by: User) -> None: ...


class People(Shelf):
    kind = "User"
    columns: Columns = {
        "id": Column("pk", is_number=True),
        "external_id": Column("external_id"),
        "user_name": Column("user_name"),
        "display_name": Column("display_name"),
        "title": Column("title"),
        "active": Column("is_active"),
        "emails.value": Column("email"),
        "emails.type": Column("mail_type"),
        "emails.primary": Column("mail_is_primary"),
        "groups.value": Column("directory_groups", is_number=True),
    }

    def rows(self) -> QuerySet[User]:
        return (
            User.objects.listed()
            .prefetch_related(Prefetch("directory_groups", DirectoryGroup.objects.order_by("pk")))
            .annotate(
                user_name=Coalesce(
                    NullIf(F("directory_name"), Value("")), F("email"), output_field=CharField()
                ),
                mail_type=Value(WORK),
                mail_is_primary=Value(True, output_field=BooleanField()),
            )
        )

    def show(self, row: User) -> Person:
        called = row.get_full_name()
        groups = [
            Membership(value=str(group.pk), ref=Reference(f"Groups/{group.pk}"), display=group.name)
            for group in row.directory_groups.all()
        ]
        return Person(
            id=str(row.pk),
            external_id=row.external_id or None,
            user_name=row.directory_name or row.email,
            name=Name.model_validate(parts_of_name(called)),
            display_name=called,
            title=row.title or None,
            active=row.is_active,
            emails=[Mail(value=row.email, type=WORK, primary=True)],
            groups=groups or None,
            meta=Meta(resource_type=self.kind, created=row.date_joined),
        )

    def make(self, told: Person, *, by: User) -> User:
        return directory.take_in(_said_of(told, told.display_name), by=by)

    def change(self, row: User, told: Person, *, by: User) -> User:
        """What changed of the name counts: directories change one of its two forms, or both."""
        before = self.show(row)
        called = told.display_name
        if called == before.display_name and told.name != before.name and told.name:
            called = joined_name(told.name.model_dump()) or called
        return directory.change_listed(row, _said_of(told, called), by=by)

    def delete(self, row: User, *, by: User) -> None:
        directory.unlist(row, by=by)


class Groups(Shelf):
    kind = "Group"
    columns: Columns = {
        "id": Column("pk", is_number=True),
        "external_id": Column("external_id"),
        "display_name": Column("name"),
        "members.value": Column("members", is_number=True),
    }

    def rows(self) -> QuerySet[DirectoryGroup]:
        people = User.objects.listed().only("pk").order_by("pk")
        return DirectoryGroup.objects.prefetch_related(Prefetch("members", people))

    def show(self, row: DirectoryGroup) -> Group:
        members = [
            Member(value=str(person.pk), ref=Reference(f"Users/{person.pk}"), type="User")
            for person in row.members.all()
        ]
        return Group(
            id=str(row.pk),
            external_id=row.external_id or None,
            display_name=row.name,
            members=members or None,
            meta=Meta(resource_type=self.kind, created=row.made_at),
        )

    def make(self, told: Group, *, by: User) -> DirectoryGroup:
        return directory_groups.make_group(by=by, **_said_of_group(told))

    def change(self, row: DirectoryGroup, told: Group, *, by: User) -> DirectoryGroup:
        return directory_groups.change_group(row, by=by, **_said_of_group(told))

    def delete(self, row: DirectoryGroup, *, by: User) -> None:
        directory_groups.delete_group(row, by=by)


SHELVES: dict[str, Shelf] = {shelf.kind: shelf for shelf in (People(), Groups())}


def _said_of(told: Person, called: str | None) -> directory.Told:
    return directory.Told(
        user_name=told.user_name or "",
        email=_address(told.emails or []),
        display_name=called or "",
        title=told.title or "",
        external_id=told.external_id or "",
        active=bool(told.active),
    )


def _address(mails: list[Mail]) -> str:
    """The primary address, or the first; of what else a directory knows nothing is kept."""
    primary = [mail.value for mail in mails if mail.primary and mail.value]
    found = primary or [mail.value for mail in mails if mail.value]
    if not found:
        raise InvalidValueException(detail="Goldseam needs an address: emails has none.")
    return str(found[0]).lower()


def _said_of_group(told: Group) -> dict[str, Any]:
    numbers = {number_of(member.value) for member in told.members or []}
    known = {number for number in numbers if number is not None}
    people = list(User.objects.listed().filter(pk__in=known))
    if len(people) < len(numbers):
        raise InvalidValueException(detail="members has somebody whom Goldseam does not know.")
    name = " ".join((told.display_name or "").split())
    return {"name": name, "external_id": told.external_id or "", "members": people}
