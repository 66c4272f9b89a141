from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from people.forms import DomainForm
from postmortems.forms.writing import WriteUpForm
from postmortems.models import Postmortem
from postmortems.models.publishing import LONGEST_NOTE

SAY_WHY = _("It has been in the library for a month. Say what changed, and why.")


class CorrectionForm(WriteUpForm):
    """The words of a published write-up, and what is to be said of the change."""

    note = forms.CharField(
        label=_("What did you change, and why?"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=long_text(2),
        error_messages={"required": SAY_WHY},
    )

    def __init__(self, *args: Any, has_settled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = has_settled
        self.fields["note"].help_text = (
            _("It has been in the library for a month, so its readers are told, at its foot.")
            if has_settled
            else _("You can leave this empty. What you say stands at its foot.")
        )

    @classmethod
    def of(cls, postmortem: Postmortem) -> "CorrectionForm":
        """The form as it is before anybody types."""
        initial = WriteUpForm.of(postmortem).initial
        return cls(initial=initial, has_settled=postmortem.has_settled)


class TakeBackForm(DomainForm):
    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("It stands on the timeline of the incident, so that nobody wonders."),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough.")},
    )


class ShowPeopleForm(DomainForm):
    names_as_roles = forms.BooleanField(required=False)
