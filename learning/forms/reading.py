"""The forms of readers of a story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.fields import WordsField
from learning.models import LONGEST_COMMENT, ReactionKind
from people.forms import DomainForm


class OnOrOffForm(DomainForm):
    is_on = forms.BooleanField(required=False)


class ReactionForm(DomainForm):
    """Which button was pressed: one that says `on`, or one that takes it back."""

    on = forms.ChoiceField(choices=ReactionKind, required=False)
    off = forms.ChoiceField(choices=ReactionKind, required=False)
    shows_name = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        on, off = told.pop("on", ""), told.pop("off", "")
        if not (on or off):
            raise ValidationError(_("Choose one."))
        return told | {"kind": on or off, "is_on": bool(on)}


class RemarkForm(DomainForm):
    text = WordsField(
        label=_("Say something kind, or ask"),
        help_text=_("What helped you, what it reminds you of, what you would like to know."),
        max_length=LONGEST_COMMENT,
        error_messages={"required": _("There is nothing in the box yet.")},
    )
