from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, PersonField, TokenField
from incidents.models import Mode, ResponseRole, Service, Severity, UndoPath
from incidents.models.incident import OPEN
from people.forms import DomainForm
from people.widgets import ChoiceCards

Hints = dict[str, str | Promise]

UNDO_HINTS: Hints = {
    UndoPath.ROLL_BACK: _("One command puts it right"),
    UndoPath.ROLL_BACK_AND_REPAIR: _("Something wrong was written"),
    UndoPath.FIX_FORWARD: _("There is no way back"),
    UndoPath.IRREVERSIBLE: _("What left cannot return: a mail, a payment"),
    UndoPath.UNKNOWN: _("That is fine, we will find out"),
}
SEVERITY_HINTS: Hints = {
    Severity.CRITICAL: _("Most customers, or money"),
    Severity.MAJOR: _("Some customers"),
    Severity.MINOR: _("A few, with a way round"),
    Severity.UNSET: _("You can leave this open"),
}
MODE_HINTS: Hints = {
    Mode.LIVE: _("Everyone here can see it and come to help"),
    Mode.PRACTICE: _("Clearly marked, and nobody is asked for anything"),
    Mode.RECORD: _("Write it down; nobody is asked to respond"),
}


def severities() -> list[tuple[str, str | Promise]]:
    """The severities, with the open answer last."""
    chosen = [choice for choice in Severity.choices if choice[0]]
    return [*chosen, (Severity.UNSET.value, Severity.UNSET.label)]


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


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class NoteForm(DomainForm):
    text = forms.CharField(
        label=_("What happened, or what did you see?"),
        help_text=_("Markdown works."),
        max_length=20_000,
        widget=long_text(),
        error_messages={"required": _("A few words are enough.")},
    )
    occurred_at = MomentField(
        label=_("When"), help_text=_("Leave it empty for now."), required=False
    )
    is_key_moment = forms.BooleanField(
        label=_("A key moment"),
        help_text=_("Somebody who reads this later needs it to follow the story."),
        required=False,
    )


class UpdateForm(DomainForm):
    conditions = forms.CharField(
        label=_("How are things?"),
        max_length=5_000,
        widget=long_text(),
        error_messages={"required": _("One sentence about how things are is enough.")},
    )
    actions = forms.CharField(
        label=_("What is being done?"), max_length=5_000, required=False, widget=long_text(2)
    )
    needs = forms.CharField(
        label=_("What would help?"), max_length=5_000, required=False, widget=long_text(2)
    )
    next_update_at = MomentField(
        label=_("Next update"),
        help_text=_("Left empty, the severity decides: 30 minutes for critical, 60 for major."),
        required=False,
    )


class StatusForm(DomainForm):
    status = forms.ChoiceField(choices=[(one.value, one.label) for one in OPEN])


class SeverityForm(DomainForm):
    severity = forms.ChoiceField(
        label=_("How much does it hurt?"), choices=severities, required=False
    )


class RoleForm(DomainForm):
    role = forms.ChoiceField(label=_("What I do here"), choices=ResponseRole)


class LeadForm(DomainForm):
    to = PersonField(
        label=_("Who leads now?"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose who leads now.")},
    )
    note = forms.CharField(
        label=_("What they need to know"), max_length=500, required=False, widget=long_text(2)
    )


class KeyMomentForm(DomainForm):
    is_key_moment = forms.BooleanField(required=False)


class ResolveForm(DomainForm):
    summary = forms.CharField(
        label=_("What put it right?"),
        help_text=_("One line for the timeline. It can be empty."),
        max_length=2_000,
        required=False,
        widget=long_text(2),
    )


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


class ReachOutForm(DomainForm):
    text = forms.CharField(
        label=_("Your words"),
        max_length=5_000,
        widget=long_text(6),
        error_messages={"required": _("A line in your own words is enough.")},
    )
