from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import ReferenceField
from people.forms import DomainForm
from people.models import User


class AddIncidentForm(DomainForm):
    """One more incident, among those its reader may see."""

    incident = ReferenceField(
        label=_("Which incident?"),
        help_text=_("Its number, or its address."),
        error_messages={"required": _("Give its number. One looks like INC-12.")},
    )
    is_understood = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        incident = self.fields["incident"]
        assert isinstance(incident, ReferenceField)
        incident.reader = reader


class TakeOutForm(DomainForm):
    is_understood = forms.BooleanField(required=False, widget=forms.HiddenInput)
