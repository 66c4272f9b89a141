"""What several parts of the API of write-ups share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from incidents.fields import FIRST_YEAR
from people.api.given import Given
from people.api.paging import NewestFirst, OldestFirst
from people.api.permissions import allow
from people.api.views import Lists
from people.forms import no_control_characters
from people.models import User
from postmortems.api.reading import WriteUpOut
from postmortems.domain.locking import lock
from postmortems.models import LONGEST_SECTION, SECTIONS, Postmortem
from postmortems.queries.naming import name_people
from postmortems.queries.reading import named, to_read


class Moment(serializers.DateTimeField):
    """A day and a time near enough to be meant; without a zone it is in the account's own."""

    default_error_messages = {"far_off": _("That is too far away. Check the year.")}

    def to_internal_value(self, value: Any) -> datetime:
        at = super().to_internal_value(value)
        if not FIRST_YEAR <= at.year <= timezone.now().year + 1:
            self.fail("far_off")
        return at


class Words(serializers.CharField):
    """Markdown as the editor takes it; what is not given stays as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True} | kwargs)
        self.validators.append(no_control_characters)

    def to_internal_value(self, data: Any) -> str:
        text: str = super().to_internal_value(data)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Sections(Given):
    """Any of the sections, by name."""

    def get_fields(self) -> dict[str, Any]:
        sections = {name: Words(max_length=LONGEST_SECTION) for name in SECTIONS}
        return {**super().get_fields(), **sections}


class InWriteUp(Lists):
    """What belongs to a write-up, for whoever sees that."""

    room = "write-ups"
    pagination_class: type[NewestFirst] = OldestFirst
    lookup_value_converter = "int"

    @cached_property
    def write_up(self) -> Postmortem:
        seen = Postmortem.objects.visible_to(self.user).prefetch_related("authors")
        return get_object_or_404(seen, pk=self.kwargs["write_up"])

    def allow(self, may: Callable[[User, Postmortem], bool]) -> Postmortem:
        """The write-up, for whom one of `permissions.py` says yes to."""
        allow(may(self.user, self.write_up))
        return self.write_up

    def lock(self, thing: Any) -> None:
        lock(self.write_up)

    def again(self) -> Any:
        """The row of the address as it is now, in its write-up as that is now."""
        self.__dict__.pop("write_up", None)
        return self.get_object()

    def read_again(self, thing: Any) -> Any:
        if isinstance(thing, Postmortem):
            return WriteUpOut(self.whole(), context=self.get_serializer_context()).data
        return self.show(self.again())

    def look_again(self) -> object:
        """Refuse whoever does not see the write-up any more."""
        return self.write_up

    def of_write_up(self, name: str) -> QuerySet[Any]:
        """Its rows of one kind; none while nobody asks for a write-up."""
        if "write_up" not in self.kwargs:
            return super().get_queryset()
        rows: QuerySet[Any] = getattr(self.write_up, name).all()
        return rows

    def words_in(self, row: Any) -> Iterable[str]:
        """What is shown of a row in which somebody can be named."""
        return ()

    def prepare(self, rows: Sequence[Any]) -> None:
        def words(_write_up: Postmortem) -> Iterator[str]:
            for row in rows:
                yield from self.words_in(row)

        name_people([self.write_up], in_texts=words)

    def made(self, thing: Any) -> Response:
        """What was just made, read as it is shown."""
        return self.shown(self.get_queryset().get(pk=thing.pk), status=201)

    def whole(self) -> Postmortem:
        """The write-up with all that is shown of it."""
        return named(get_object_or_404(to_read(self.user), pk=self.write_up.pk))
