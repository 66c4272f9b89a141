from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from incidents.models import Checklist, Service, Severity, UndoPath
from people.forms import DomainForm

MOST = 30
LONGEST = 300


class LinesField(forms.CharField):
    """One thing a line; bullets that came along from elsewhere are taken off."""

    default_error_messages = {
        "required": _("One task is enough to begin with."),
        "too_many": _("These are more than %(most)s tasks. Two shorter lists are easier to use."),
        "too_long": _("This task is longer than %(longest)s characters: “%(start)s…”"),
    }

    def clean(self, value: Any) -> Any:
        return self.lines_of(super().clean(value))

    def lines_of(self, text: str) -> list[str]:
        lines = [line.strip().lstrip("-*•").strip() for line in text.splitlines()]
        lines = [line for line in lines if line]
        if not lines:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(lines) > MOST:
            said = self.error_messages["too_many"]
            raise ValidationError(said, code="too_many", params={"most": MOST})
        for line in lines:
            if len(line) > LONGEST:
                params = {"longest": LONGEST, "start": line[:40]}
                raise ValidationError(self.error_messages["too_long"], "too_long", params)
        return lines


class ChecklistForm(DomainForm):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("People read it on the button that adds the list."),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as “First ten minutes”.")},
    )
    items = LinesField(
        label=_("Tasks"),
        help_text=_("One a line, in the order in which they help."),
        max_length=MOST * (LONGEST + 4),
        widget=long_text(8),
    )
    severity = forms.ChoiceField(
        label=_("For incidents that are"),
        choices=[("", _("of any severity")), *Severity.choices[1:]],
        required=False,
    )
    undo_path = forms.ChoiceField(
        label=_("That can be undone like this"),
        choices=[("", _("in any way")), *UndoPath.choices],
        required=False,
    )
    service = forms.ModelChoiceField(
        label=_("And that touch"),
        queryset=Service.objects.all(),
        required=False,
        empty_label=_("any service"),
    )

    @staticmethod
    def known_of(checklist: Checklist) -> dict[str, Any]:
        """What the form shows of a checklist."""
        return {
            "name": checklist.name,
            "items": "\n".join(checklist.items),
            "severity": checklist.severity,
            "undo_path": checklist.undo_path,
            "service": checklist.service_id,
        }
