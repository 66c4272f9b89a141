from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField, RevisionField, long_text
from people.forms import DomainForm
from people.widgets import ChoiceCards
from postmortems.domain.following_up import PLANS, last_step
from postmortems.forms.choices import choices_of
from postmortems.models import FollowUp, FollowUpKind, Helped

WHOLE_ADDRESS = _("Write the whole address, such as https://example.com/42.")


class Day(forms.DateField):
    """A day, from the browser's own picker."""

    default_error_messages = {"invalid": _("Write the day as 2026-11-30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


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
    due_on = Day(label=_("By when?"), required=False)
    link = forms.URLField(
        label=_("Link to the tracker"),
        max_length=1_000,
        required=False,
        error_messages={"invalid": WHOLE_ADDRESS},
    )


class GapForm(DomainForm):
    what = forms.CharField(
        label=_("What is missing?"),
        help_text=_("What you looked for, or would have liked to know before. A line is enough."),
        max_length=2_000,
        widget=long_text(2),
        error_messages={"required": _("A line about what you looked for is enough.")},
    )


class EditFollowUpForm(FollowUpForm):
    """The plan of a follow-up, and the last step that whoever changes it has seen."""

    seen = RevisionField()

    @classmethod
    def of(cls, follow_up: FollowUp) -> "EditFollowUpForm":
        values = {name: getattr(follow_up, name) for name in PLANS}
        return cls(initial=values | {"seen": last_step(follow_up)})

    def catch_up(self, follow_up: FollowUp) -> None:
        """Let the next save begin from how it is now, where somebody else was quicker."""
        if self.has_error(NON_FIELD_ERRORS, "seen"):
            self.data = dict(self.data.items()) | {"seen": last_step(follow_up)}


class HandOverForm(DomainForm):
    to = PersonField(
        label=_("To whom?"),
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose who makes it now."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )
    note = forms.CharField(
        label=_("A line for them"), max_length=500, required=False, widget=long_text(2)
    )


class PassOnForm(DomainForm):
    where = forms.CharField(
        label=_("Where does it go?"),
        help_text=_("For example: the vendor, or the board of another team."),
        max_length=300,
        error_messages={"required": _("Say where it goes, so that it can be found there.")},
    )
    link = forms.URLField(
        label=_("Link to it there"),
        max_length=1_000,
        required=False,
        error_messages={"invalid": WHOLE_ADDRESS},
    )


class DoneForm(DomainForm):
    note = forms.CharField(
        label=_("A line about it"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class KeepForm(DomainForm):
    due_on = Day(label=_("By which day?"), error_messages={"required": _("Choose a day.")})


class LetGoForm(DomainForm):
    reason = forms.CharField(
        label=_("What makes it not worth doing now?"),
        help_text=_("It stays with the follow-up, so that nobody wonders later."),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough.")},
    )


class ReopenForm(DomainForm):
    reason = forms.CharField(
        label=_("What is there to do after all?"),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough.")},
    )


class DidItHelpForm(DomainForm):
    answer = forms.ChoiceField(
        label=_("Did it help?"),
        choices=Helped,
        widget=ChoiceCards(
            hints={
                Helped.HELPED: _("It caught something, or made something easier."),
                Helped.NOT_YET: _("Nothing has happened yet that would show it."),
                Helped.DID_NOT_HELP: _("It made no difference, which is worth knowing."),
            }
        ),
        error_messages={"required": _("Choose the one that fits best.")},
    )
    note = forms.CharField(
        label=_("What makes you think so?"), max_length=500, required=False, widget=long_text(2)
    )
