from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from incidents.forms.choices import defined_severities
from incidents.forms.room import PublicForm
from incidents.models.incident import OPEN
from people.forms import DomainForm


class StatusForm(DomainForm):
    status = forms.ChoiceField(choices=[(one.value, one.label) for one in OPEN])


class SeverityForm(DomainForm):
    severity = forms.ChoiceField(
        label=_("How much does it hurt?"), choices=defined_severities, required=False
    )


class ResolveForm(PublicForm):
    summary = forms.CharField(
        label=_("What put it right?"),
        help_text=_("One line for the timeline. It can be empty."),
        max_length=2_000,
        required=False,
        widget=long_text(2),
    )
    field_order = ["summary", "public_text"]


class ReopenForm(DomainForm):
    reason = forms.CharField(
        label=_("What came back?"),
        max_length=2_000,
        widget=long_text(2),
        error_messages={"required": _("One line about what came back is enough.")},
    )


class SkipWriteUpForm(DomainForm):
    reason = forms.CharField(
        label=_("Why not this time?"),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough, so that nobody wonders later.")},
    )
