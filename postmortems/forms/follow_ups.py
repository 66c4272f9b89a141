from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField, long_text
from people.forms import DomainForm
from postmortems.forms.choices import choices_of
from postmortems.models import FollowUpKind


class FollowUpForm(DomainForm):
    what = forms.CharField(
        label=_("What will be different?"),
        help_text=_("A change to the system helps more than being more careful."),
        max_length=2_000,
        widget=long_text(2),
        error_messages={"required": _("A line about what will change is enough.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of change is it?"),
        choices=choices_of(FollowUpKind, _("Choose one")),
        error_messages={
            "required": _("Choose the one that fits best."),
            "invalid_choice": _("Choose one from the list."),
        },
    )
    owner = PersonField(
        label=_("Who makes it?"),
        empty_label=_("Nobody yet"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )
    due_on = forms.DateField(
        label=_("By when?"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2026-11-30.")},
    )
    link = forms.URLField(
        label=_("Link to the tracker"),
        max_length=1_000,
        required=False,
        error_messages={"invalid": _("Write the whole address, such as https://example.com/42.")},
    )


class LetGoForm(DomainForm):
    reason = forms.CharField(
        label=_("What makes it not worth doing now?"),
        help_text=_("It stays with the follow-up, so that nobody wonders later."),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough.")},
    )
