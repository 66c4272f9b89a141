from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, TokenField
from incidents.forms.choices import (
    FIRST_MODE_HINTS,
    FIRST_UNDO_HINTS,
    MODE_HINTS,
    UNDO_HINTS,
    first_severity_hints,
    severities,
    severity_hints,
)
from incidents.models import Mode, Service, Severity, UndoPath
from people.forms import DomainForm
from people.widgets import ChoiceCards

# What waited on a device for longer than this says nothing about when it began.
LONGEST_AWAY = timedelta(days=3)


class WrittenField(forms.DateTimeField):
    """When something was written that a browser kept while Goldseam was away.

    The device's clock says so. A time that cannot be is none: nobody can mend it.
    """

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def to_python(self, value: Any) -> Any:
        try:
            written = super().to_python(value)
        except ValidationError:
            return None
        now = timezone.now()
        return written if written and now - LONGEST_AWAY < written <= now else None


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
    is_first = False

    severity = forms.ChoiceField(
        label=_("How much does it hurt?"),
        choices=severities,
        initial=Severity.UNSET,
        required=False,
        widget=ChoiceCards(hints=severity_hints),
    )
    mode = forms.ChoiceField(
        label=_("Is it still happening?"),
        choices=Mode,
        initial=Mode.LIVE,
        required=False,
        widget=ChoiceCards(hints=MODE_HINTS),
    )
    started_at = MomentField(label=_("When did it start?"), required=False)
    resolved_at = MomentField(label=_("When was it over?"), required=False)
    is_restricted = forms.BooleanField(
        label=_("Only people who are in it can see it"),
        help_text=_("For what not everyone here may know. You can let others in."),
        required=False,
    )
    wants_company = forms.BooleanField(
        label=_("I’d like somebody experienced to stay with me through this"),
        help_text=_("Most of us were glad of it the first time. They join you here."),
        required=False,
    )
    asks_for_help = forms.BooleanField(required=False)
    written_at = WrittenField()
    client_token = TokenField()

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or Mode.LIVE

    def clean(self) -> dict[str, Any]:
        """Leave out what the other answers make meaningless; the page does not show it then."""
        cleaned = super().clean() or self.cleaned_data
        written_at = cleaned.pop("written_at", None)
        if cleaned.get("mode") != Mode.RECORD:
            for name in ("started_at", "resolved_at"):
                self.errors.pop(name, None)
            cleaned["started_at"], cleaned["resolved_at"] = written_at, None
        return cleaned

    def explain(self) -> None:
        """Use more words, and plainer ones: somebody files for the first time."""
        self.is_first = True
        title = _("As you would say it to a colleague: “Nobody can pay by card since ten”.")
        self.fields["title"].help_text = self["title"].help_text = title
        for name, hints in (
            ("undo_path", FIRST_UNDO_HINTS),
            ("severity", first_severity_hints),
            ("mode", FIRST_MODE_HINTS),
        ):
            self.fields[name].widget.hints = hints
