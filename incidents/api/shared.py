"""What several parts of the API of incidents share."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from incidents.domain.locking import lock
from incidents.models import Incident
from incidents.queries.references import read_reference, standing
from people.api.asking import user_of
from people.api.paging import OldestFirst
from people.api.views import Lists
from people.models import User


class PersonOut(serializers.ModelSerializer[User]):
    """Somebody, as others meet them."""

    name = serializers.CharField(source="get_full_name", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class PersonField(serializers.PrimaryKeyRelatedField[User]):
    """Somebody who may write, by number."""

    default_error_messages = {"does_not_exist": _("Nobody here has that number.")}

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", User.objects.who_may_write())
        super().__init__(**kwargs)


class ReferenceField(serializers.CharField):
    """Another incident, as people name it: INC-97 or 97; what is not theirs to see is not there."""

    default_error_messages = {
        "reference": _("That is no reference. One looks like INC-12."),
        "unknown": _("There is no incident with that number."),
    }

    def to_internal_value(self, data: Any) -> Any:
        number = read_reference(super().to_internal_value(data))
        if number is None:
            self.fail("reference")
        incident = standing(user_of(self.context["request"]), number)
        if incident is None:
            self.fail("unknown")
        return incident


class InRoom(Lists):
    """What stands in the room of an incident; what was merged is found in the other one."""

    room = "incidents"
    pagination_class: type[BasePagination] | None = OldestFirst
    lookup_value_converter = "int"

    @cached_property
    def incident(self) -> Incident:
        found = standing(self.user, self.kwargs["number"])
        if found is None:
            raise Http404
        return found

    def lock(self, thing: Any) -> None:
        lock(self.incident)

    def look_again(self) -> object:
        """Refuse whoever does not see the room any more."""
        return self.incident

    def of_room(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those rows that stand in this room; none while nobody asks for one."""
        return rows.filter(incident=self.incident) if "number" in self.kwargs else rows.none()

    def made(self, thing: Any) -> Response:
        """What was just made, read as it is shown."""
        return self.shown(self.get_queryset().get(pk=thing.pk), status=201)
