from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm


class StatusPageForm(DomainForm):
    is_on = forms.BooleanField(
        label=_("Show it to everybody"),
        help_text=_("Anyone can then read it without an account."),
        required=False,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("Mostly the name that customers know you by."),
        max_length=80,
        required=False,
    )
    intro = forms.CharField(label=_("A line under the title"), max_length=300, required=False)


class SubscribeForm(DomainForm):
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Give the address that the mail should go to.")},
    )
