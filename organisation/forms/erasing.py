from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm


class EraseForm(DomainForm):
    """The name, typed, so that nobody is erased by a press."""

    typed_name = forms.CharField(
        label=_("Type their name"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Type their name, so that it is nobody else.")},
    )
