from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from people.forms import DomainForm

LONGEST = 5_000


class ReachOutForm(DomainForm):
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=long_text(6),
        error_messages={"required": _("A line in your own words is enough.")},
    )


class AnswerForm(DomainForm):
    text = forms.CharField(
        label=_("Write back"),
        max_length=LONGEST,
        widget=long_text(4),
        error_messages={"required": _("A word or two is enough.")},
    )
