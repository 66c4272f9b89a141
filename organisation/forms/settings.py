"""One form a subject: its fields are the keywords of its verb in `organisation.domain.settings`."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.forms.choices import SEVERITY_HINTS
from incidents.models import Severity
from organisation.domain import settings as verbs
from people.forms import DomainForm, countries_or_none
from people.models import Organisation, Word
from people.widgets import ChoiceCards


class DaysField(forms.CharField):
    """Days, one a line."""

    widget = forms.Textarea({"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(day) for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        days = []
        for line in text.split():
            try:
                days.append(date.fromisoformat(line))
            except ValueError:
                raise ValidationError(
                    _("“%(line)s” is no day. One looks like 2026-12-24."),
                    params={"line": line[:40]},
                ) from None
        return days


def _meaning(severity: Severity, label: Any) -> forms.CharField:
    own = forms.TextInput({"placeholder": SEVERITY_HINTS[severity]})
    return forms.CharField(label=label, max_length=160, required=False, widget=own)


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=verbs.SHORTEST_WAIT,
        max_value=verbs.LONGEST_WAIT,
        required=False,
        error_messages={
            "invalid": _("Give whole minutes, such as 30, or nothing."),
            "min_value": _("Between five minutes and a day, or nothing."),
            "max_value": _("Between five minutes and a day, or nothing."),
        },
    )


def _days(field: str, label: Any, hint: Any = "") -> forms.IntegerField:
    says = _("Give a number of days between %(fewest)d and %(most)d.") % {
        "fewest": verbs.FEWEST_DAYS[field],
        "most": verbs.MOST_DAYS,
    }
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=verbs.FEWEST_DAYS[field],
        max_value=verbs.MOST_DAYS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), says),
    )


class SettingsForm(DomainForm):
    """What one subject's card shows: what it is called, and a line about it."""

    title: ClassVar[Any] = ""
    says: ClassVar[Any] = ""

    @classmethod
    def of(cls, ours: Organisation) -> "SettingsForm":
        return cls(initial={name: getattr(ours, name) for name in cls.base_fields})


class NamesForm(SettingsForm):
    title = _("Names")
    says = _("What you are called, and what you call it when you look back at an incident.")

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=80,
        required=False,
        help_text=_("It stands beside Goldseam’s on every page."),
    )
    postmortem_word = forms.ChoiceField(
        label=_("Our word for a postmortem"), choices=Word, widget=ChoiceCards
    )


class SeveritiesForm(SettingsForm):
    title = _("Severities")
    says = _("One plain line each, shown where somebody chooses. Empty shows Goldseam’s own.")

    critical_means = _meaning(Severity.CRITICAL, _("Critical means"))
    critical_minutes = _minutes(_("An update every so many minutes, while critical"))
    major_means = _meaning(Severity.MAJOR, _("Major means"))
    major_minutes = _minutes(_("An update every so many minutes, while major"))
    minor_means = _meaning(Severity.MINOR, _("Minor means"))
    minor_minutes = _minutes(_("An update every so many minutes, while minor"))


class HolidaysForm(SettingsForm):
    title = _("Holidays")
    says = _("Nobody is asked for anything on them. Each person can choose another country.")

    country = forms.ChoiceField(
        label=_("New people begin with the public holidays of"),
        choices=countries_or_none,
        required=False,
    )
    days_off = DaysField(
        label=_("Days off for everybody, besides"),
        help_text=_("One a line, such as 2026-12-24."),
        required=False,
    )


class ChannelsForm(SettingsForm):
    title = _("Where reminders may go")
    says = _(
        "Everything is in the app as well. Mail that somebody asks for, such as a new password, "
        "is always sent."
    )

    uses_mail = forms.BooleanField(label=_("Email"), required=False)
    uses_browsers = forms.BooleanField(label=_("Browsers and phones"), required=False)
    uses_chats = forms.BooleanField(
        label=_("Chats"), help_text=_("Of people, and the rooms of teams."), required=False
    )


class RetentionForm(SettingsForm):
    title = _("How long things are kept")
    says = _(
        "In days. Incidents, write-ups and stories stay. Reaching out, and the notes people write "
        "each other, go 30 days after the incident, whatever stands here."
    )

    audit_days = _days("audit_days", _("Audit log"))
    nudge_days = _days("nudge_days", _("Reminders that have ended"))
    delivery_days = _days("delivery_days", _("Which messages were sent where"))
    webhook_days = _days("webhook_days", _("Log of webhooks"))
    export_days = _days("export_days", _("Exports of everything"))


class SecondStepForm(SettingsForm):
    title = _("Sign-in")
    says = _("A second step is a code from an app, or a passkey, besides the password.")

    requires_second_step = forms.BooleanField(
        label=_("Everybody needs a second step"),
        help_text=_("Whoever has none sets one up before they go on."),
        required=False,
    )
