from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import TokenField
from incidents.forms.choices import MODE_HINTS, SEVERITY_HINTS, UNDO_HINTS, severities
from incidents.models import Mode, Service, Severity, UndoPath
from people.forms import DomainForm
from people.widgets import ChoiceCards


class DescribeForm(DomainForm):
    """What can be said of an incident at once, or once more is known."""

    title = forms.CharField(
        label=_("In your own words"),
        max_length=300,
        widget=forms.TextInput(
            {"class": "input big", "autofocus": True, "autocomplete": "off", "maxlength": 300}
        ),
        error_messages={"required": _("One line about what is going on is enough.")},
    )
    undo_path = forms.ChoiceField(
        label=_("Can it be undone?"),
        choices=UndoPath,
        initial=UndoPath.UNKNOWN,
        required=False,
        widget=ChoiceCards(hints=UNDO_HINTS),
    )
    services = forms.ModelMultipleChoiceField(
        label=_("Which services?"),
        queryset=Service.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_undo_path(self) -> str:
        return self.cleaned_data["undo_path"] or UndoPath.UNKNOWN


class DeclareForm(DescribeForm):
    severity = forms.ChoiceField(
        label=_("How much does it hurt?"),
        choices=severities,
        initial=Severity.UNSET,
        required=False,
        widget=ChoiceCards(hints=SEVERITY_HINTS),
    )
    mode = forms.ChoiceField(
        label=_("Is it still happening?"),
        choices=Mode,
        initial=Mode.LIVE,
        required=False,
        widget=ChoiceCards(hints=MODE_HINTS),
    )
    client_token = TokenField()

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or Mode.LIVE
