from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm

LONGEST, USUAL = 365, 30
HOW_LONG = _("From one day up to a year, in whole days.")


class ShareForm(DomainForm):
    label = forms.CharField(
        label=_("Whom is it for?"),
        help_text=_("Only for you here, so that you know later which link is which."),
        max_length=120,
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        min_value=1,
        max_value=LONGEST,
        initial=USUAL,
        error_messages={
            "required": HOW_LONG,
            "invalid": HOW_LONG,
            "min_value": HOW_LONG,
            "max_value": HOW_LONG,
        },
    )
