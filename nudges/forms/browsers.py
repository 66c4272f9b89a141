from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nudges.push.encryption import LENGTH_OF_AUTH, decode, read_public_key
from people.forms import DomainForm

LONGEST_ENDPOINT = 1000
NOT_READ = _("What your browser answered could not be read. Please try once more.")


def check_public_key(text: str) -> None:
    try:
        read_public_key(text)
    except ValueError as error:
        raise ValidationError(NOT_READ) from error


def check_auth(text: str) -> None:
    try:
        is_right = len(decode(text)) == LENGTH_OF_AUTH
    except ValueError:
        is_right = False
    if not is_right:
        raise ValidationError(NOT_READ)


class EndpointForm(DomainForm):
    """Where a browser's push service takes messages for it.

    Nobody types into these forms, so what is wrong with a field is said of the whole.
    """

    endpoint = forms.CharField(
        max_length=LONGEST_ENDPOINT,
        widget=forms.HiddenInput,
        error_messages={"required": NOT_READ},
    )

    def clean(self) -> dict[str, Any]:
        if self.errors:
            self.add_error(None, NOT_READ)
        return super().clean() or self.cleaned_data


class BrowserForm(EndpointForm):
    """What a browser answers when it is asked to take messages; static/js/push.js fills it in."""

    p256dh = forms.CharField(
        max_length=100,
        widget=forms.HiddenInput,
        validators=[check_public_key],
        error_messages={"required": NOT_READ},
    )
    auth = forms.CharField(
        max_length=40,
        widget=forms.HiddenInput,
        validators=[check_auth],
        error_messages={"required": NOT_READ},
    )
    old = forms.CharField(max_length=LONGEST_ENDPOINT, required=False, widget=forms.HiddenInput)
