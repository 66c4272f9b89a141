"""Where messages go besides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm

# Addresses of Microsoft's workflows are the longest, with some 300 characters.
LONGEST = 1000


class ChatForm(DomainForm):
    address = forms.CharField(
        label=_("Address"),
        help_text=_("A webhook from your chat, or an address as in the examples below."),
        max_length=LONGEST,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Paste the webhook that your chat gave you.")},
    )
    label = forms.CharField(
        label=_("What you call it"),
        help_text=_("Such as “Slack, my own channel”. Empty, it is called by its service."),
        max_length=80,
        required=False,
    )
