"""What several parts of the API of people and settings share."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from organisation.permissions import may_keep_organisation
from people.api.permissions import USUAL, asks
from people.api.views import Room
from people.forms import DomainForm
from people.models import Team


class ForAdmins(Room):
    """A room of which admins alone see anything."""

    room = "organisation"
    permission_classes = [*USUAL, asks(may_keep_organisation)]


@extend_schema_field({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "example": "09:00"})
class Clock(serializers.TimeField):
    """A time of a working day, by the clock of whose it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


class TeamField(serializers.SlugRelatedField[Team]):
    """A team by its name, or null for none."""

    default_error_messages = {"does_not_exist": _("There is no team of that name.")}

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", Team.objects.all())
            kwargs.setdefault("allow_null", True)
        super().__init__("name", **kwargs)


def understood(form: DomainForm) -> dict[str, Any]:
    """What a list is narrowed down by; what makes no sense is said back."""
    if not form.is_valid():
        raise ValidationError({name: [*said] for name, said in form.errors.items()})
    return form.cleaned_data
