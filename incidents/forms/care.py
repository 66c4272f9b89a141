from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from people.forms import DomainForm


class ReachOutForm(DomainForm):
    text = forms.CharField(
        label=_("Your words"),
        max_length=5_000,
        widget=long_text(6),
        error_messages={"required": _("A line in your own words is enough.")},
    )
