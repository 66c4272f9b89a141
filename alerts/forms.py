"""Forms of sources, of their rules, and of what is tried."""

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alerts.models import Action, AlertSeverity, Format, Rule, Source
from incidents.fields import long_text
from incidents.models import Service
from people.forms import DomainForm

MOST_BYTES = 512 * 1024
MOST_LINES = 12
MOST_LABELS = 8
# A label, whether it is or is not, and what it is compared with.
LINE = re.compile(r"\s*(not\s+)?([^=!]{1,60}?)\s*(!=|=)\s*(.{1,200}?)\s*", re.IGNORECASE)

SEVERITIES = [(value, label) for value, label in AlertSeverity.choices]


class SettingsForm(DomainForm):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("What people call it, for example “Prometheus”."),
        max_length=80,
        error_messages={"required": _("Give it a name, such as “Prometheus”.")},
    )
    otherwise = forms.ChoiceField(
        label=_("What becomes of an alert that no rule is about"),
        choices=Action,
        initial=Action.OPEN,
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        help_text=_("Where an alert does not name one in its label “service”."),
        queryset=Service.objects.all(),
        required=False,
        empty_label=_("None in particular"),
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=SEVERITIES, initial=AlertSeverity.AS_ALERT, required=False
    )
    most_an_hour = forms.IntegerField(
        label=_("Most incidents within an hour"),
        help_text=_("Whatever comes beyond is gathered in one more."),
        min_value=1,
        max_value=60,
        initial=6,
        error_messages={
            "min_value": _("At least 1."),
            "max_value": _("60 at most."),
            "invalid": _("Give a whole number, such as 6."),
            "required": _("Give a number, such as 6."),
        },
    )
    asks_for_help = forms.BooleanField(
        label=_("Ask those who know the service to have a look"), initial=True, required=False
    )
    signing_secret = forms.CharField(
        label=_("Signing secret"),
        help_text=_("With it, only what is signed is let in. It is kept encrypted."),
        max_length=300,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class NewSourceForm(SettingsForm):
    format = forms.ChoiceField(
        label=_("What sends the alerts"),
        choices=Format,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what sends them.")},
    )
    signing_secret = forms.CharField(
        label=_("Signing secret of PagerDuty or Sentry"),
        help_text=_("It can be added later. With it, only what is signed is let in."),
        max_length=300,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["format", "name"]


class ChangeSourceForm(SettingsForm):
    forgets_secret = forms.BooleanField(label=_("Forget the signing secret"), required=False)

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        names = ("name", "service", "severity", "otherwise", "most_an_hour", "asks_for_help")
        super().__init__(*args, initial={n: getattr(source, n) for n in names}, **kwargs)
        if not source.signs:
            del self.fields["signing_secret"]
        elif source.signing_secret:
            says = _("One is kept. What you type takes its place.")
            self.fields["signing_secret"].help_text = says
        if not source.signs or not source.signing_secret:
            del self.fields["forgets_secret"]


class SwitchForm(DomainForm):
    is_on = forms.BooleanField(required=False)


class MoveForm(DomainForm):
    position = forms.IntegerField(min_value=0, max_value=1000)


def conditions(typed: list[str]) -> list[list[str]]:
    """Conditions as they are kept, from lines such as `severity=critical` or `not env=test`."""
    lines = [one for one in typed if one.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(_("12 lines fit. Another rule can have the others."))
    found = []
    for one in lines:
        if not (said := LINE.fullmatch(one)):
            raise ValidationError(
                _("“%(line)s” is no condition. One looks like severity=critical."),
                params={"line": one[:40]},
            )
        is_not = bool(said[1]) != (said[3] == "!=")
        found.append([said[2], "!=" if is_not else "=", said[4]])
    return found


class RuleForm(DomainForm):
    matches = forms.CharField(
        label=_("Which alerts"),
        help_text=_(
            "One condition a line, all of them true, for example severity=critical, "
            "alertname=Disk* or not env=staging. Empty is for every alert."
        ),
        max_length=4000,
        required=False,
        widget=long_text(3),
    )
    action = forms.ChoiceField(label=_("What becomes of them"), choices=Action, initial=Action.OPEN)
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[("", _("As the source has it")), *[s for s in SEVERITIES if s[0]]],
        required=False,
    )
    service = forms.ModelChoiceField(
        label=_("Service"),
        queryset=Service.objects.all(),
        required=False,
        empty_label=_("The one it names, or the source’s"),
    )
    title = forms.CharField(
        label=_("Title of the incident"),
        help_text=_("A label in braces is filled in: {alertname} on {instance}."),
        max_length=200,
        required=False,
    )
    group_by = forms.CharField(
        label=_("One incident for each"),
        help_text=_("Labels, with commas: cluster, alertname. Empty leaves it to the sender."),
        max_length=500,
        required=False,
    )

    def clean_matches(self) -> list[list[str]]:
        return conditions(self.cleaned_data["matches"].splitlines())

    def clean_group_by(self) -> list[str]:
        names = [one.strip() for one in self.cleaned_data["group_by"].split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MOST_LABELS or any(len(name) > 60 for name in names):
            raise ValidationError(_("8 labels fit, with 60 characters each."))
        return names

    @staticmethod
    def known_of(rule: Rule) -> dict[str, Any]:
        """What the form shows of a rule."""
        return {
            "matches": "\n".join(rule.conditions),
            "action": rule.action,
            "severity": rule.severity,
            "service": rule.service_id,
            "title": rule.title,
            "group_by": ", ".join(rule.group_by),
        }


class TryForm(DomainForm):
    payload = forms.CharField(
        label=_("What the source would send"),
        max_length=MOST_BYTES,
        widget=forms.Textarea({"rows": 14, "spellcheck": "false", "class": "mono"}),
        error_messages={"required": _("Paste what is sent, as JSON.")},
    )

    def clean_payload(self) -> Any:
        try:
            return json.loads(self.cleaned_data["payload"])
        except (ValueError, RecursionError):
            raise ValidationError(_("That is not JSON that can be read.")) from None
