"""What is told to whom, outside."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm, offer
from webhooks.events import in_order
from webhooks.models.endpoint import LONGEST_URL


class EndpointForm(DomainForm):
    url = forms.CharField(
        label=_("Address"),
        help_text=_("Where the other program listens. It begins with https."),
        max_length=LONGEST_URL,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "url",
            }
        ),
        error_messages={"required": _("Give the address at which the other program listens.")},
    )
    description = forms.CharField(
        label=_("What it is for"),
        help_text=_("Such as “The wall in the kitchen”. Empty, it is called by its address."),
        max_length=120,
        required=False,
    )
    events = forms.MultipleChoiceField(
        label=_("What it hears of"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["events"], [(one.name, one.wording) for one in in_order()])


class Since(models.TextChoices):
    HOUR = "hour", _("the last hour")
    DAY = "day", _("the last day")
    WEEK = "week", _("the last seven days")
    MONTH = "month", _("the last thirty days")


AGO = {
    Since.HOUR: timedelta(hours=1),
    Since.DAY: timedelta(days=1),
    Since.WEEK: timedelta(days=7),
    Since.MONTH: timedelta(days=30),
}


class ReplayForm(DomainForm):
    since = forms.ChoiceField(label=_("What was not taken in"), choices=Since, initial=Since.DAY)

    def clean_since(self) -> datetime:
        return timezone.now() - AGO[Since(self.cleaned_data["since"])]
