"""What can be said from Slack, each with the names of its domain function."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Severity
from people.forms import DomainForm


class DeclareForm(DomainForm):
    title = forms.CharField(
        max_length=300,
        error_messages={"required": _("One line about what is going on is enough.")},
    )
    severity = forms.ChoiceField(choices=Severity, required=False)


class UpdateForm(DomainForm):
    conditions = forms.CharField(
        max_length=5_000, error_messages={"required": _("Say how things are, behind the number.")}
    )


class HelpForm(DomainForm):
    about = forms.CharField(max_length=300, required=False)
