"""Where scim2-server reads and writes: the rows of people and groups."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.db import transaction
from scim2_models import (
    NotFoundException,
    NotImplementedException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from organisation.domain.directory import Taken
from organisation.domain.directory_groups import NameTaken
from organisation.scim.searching import condition, number_of
from organisation.scim.shelves import SHELVES, Shelf
from people.domain.admins import lock_admins
from people.models import User


class Storage(ScimStorage):
    """What one directory, `by` its service account, sees and changes with one request."""

    def __init__(self, by: User, *, writes: bool) -> None:
        self.by, self.writes = by, writes

    @contextmanager
    def operation(self) -> Iterator[None]:
        """All of a request or nothing.

        The service account is locked first, so that a directory that says much at once is heard
        one after the other; then admins, as by all verbs that may take one away.
        """
        with transaction.atomic():
            if self.writes:
                User.objects.select_for_update().get(pk=self.by.pk)
                lock_admins()
            yield

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        shelf = _shelf(resource_type)
        return _shown(shelf, self._row(shelf, resource_id))

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        if len(resource_types) != 1:
            raise NotImplementedException(detail="Ask for Users or for Groups.")
        shelf = _shelf(resource_types[0])
        rows = shelf.rows().order_by("pk")
        if search_request.filter:
            wanted: ScimFilter[Any] = search_request.filter
            found = shelf.rows().filter(condition(wanted, shelf.columns)).order_by().values("pk")
            rows = rows.filter(pk__in=found)
        start = search_request.start_index_0 or 0
        page = rows[start : start + (search_request.count or 0)]
        return SearchPage(rows.count(), [_shown(shelf, row) for row in page])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        shelf = _shelf(resource_type)
        with _said_as_taken():
            made = shelf.make(resource, by=self.by)
        return _shown(shelf, shelf.rows().get(pk=made.pk))

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        shelf = _shelf(resource_type)
        row = self._expected(shelf, str(resource.id), expected_version)
        with _said_as_taken():
            changed = shelf.change(row, resource, by=self.by)
        return _shown(shelf, shelf.rows().get(pk=changed.pk))

    def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,
    ) -> None:
        shelf = _shelf(resource_type)
        shelf.delete(self._expected(shelf, resource_id, expected_version), by=self.by)

    def _row(self, shelf: Shelf, number: str) -> Any:
        row = shelf.rows().filter(pk=number_of(number)).first()
        if row is None:
            raise NotFoundException(detail="There is nothing here, or not any more.")
        if self.writes:
            # Only then is it read: whoever changed it at the same moment has done so.
            type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
            row = shelf.rows().get(pk=row.pk)
        return row

    def _expected(self, shelf: Shelf, number: str, version: str | None) -> Any:
        row = self._row(shelf, number)
        if version is not None and _version(shelf.show(row)) != version:
            raise PreconditionFailedException
        return row


def _shelf(resource_type: ResourceType) -> Shelf:
    return SHELVES[str(resource_type.name)]


def _shown(shelf: Shelf, row: Any) -> Resource[Any]:
    resource = shelf.show(row)
    assert resource.meta is not None
    resource.meta.version = _version(resource)
    return resource


def _version(resource: Resource[Any]) -> str:
    """A tag of what is said: other words, other tag."""
    said = resource.model_dump_json(exclude={"meta"})
    return f'W/"{sha256(said.encode()).hexdigest()[:32]}"'


@contextmanager
def _said_as_taken() -> Iterator[None]:
    try:
        yield
    except (Taken, NameTaken) as error:
        raise UniquenessException(detail=" ".join(error.messages)) from None
