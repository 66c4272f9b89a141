"""What is sent: serializers whose field names are the keywords of a domain function."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from people.api.asking import user_of
from people.forms import no_control_characters

Sent = serializers.Serializer[Any]


class Given(serializers.Serializer[Any]):
    """The keywords of a verb, and nothing else: a name that it does not know is said back."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := [*data.keys() - self.fields.keys()]):
            sentence = _("There is no such field here.")
            raise serializers.ValidationError({str(name): [sentence] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Nothing(Given):
    """For a verb that takes nothing but the thing."""


class Text(serializers.CharField):
    """Words that somebody wrote, as forms take them."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"allow_blank": True, "default": ""}
        if kwargs.get("required"):
            usual = {}
        super().__init__(**usual | kwargs)
        self.validators.append(no_control_characters)


def apply(verb: Callable[..., Any], *things: Any, request: Request, given: type[Sent]) -> Any:
    """Clean what was sent, hand it to a domain function and return what that made.

    Input that makes no sense is answered with 400, a rule that says no with 409.
    """
    return verb(*things, by=user_of(request), **cleaned(request, given))


def cleaned(request: Request, given: type[Sent], **context: Any) -> dict[str, Any]:
    serializer = given(data=request.data, context={"request": request, **context})
    serializer.is_valid(raise_exception=True)
    clean: dict[str, Any] = serializer.validated_data
    return clean
