from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm


class HelpForm(DomainForm):
    about = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line helps whoever comes. It can be empty."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    is_for_company = forms.BooleanField(
        label=_("I would like some company"),
        help_text=_("Somebody experienced who stays with you, whatever comes."),
        required=False,
    )
