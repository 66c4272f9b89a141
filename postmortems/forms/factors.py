from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from people.forms import DomainForm
from postmortems.forms.choices import choices_of
from postmortems.models import FactorKind


class FactorForm(DomainForm):
    text = forms.CharField(
        label=_("What else had to be true?"),
        max_length=2_000,
        widget=long_text(2),
        error_messages={"required": _("A sentence about how things were is enough.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=choices_of(FactorKind, _("Choose one")),
        error_messages={
            "required": _("Choose the one that fits best."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
