from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import PeopleField, long_text
from incidents.models import Service, Tool
from people.forms import DomainForm
from people.models import Team


class SearchForm(DomainForm):
    q = forms.CharField(label=_("Name"), max_length=80, required=False, widget=forms.SearchInput())


class ServiceForm(DomainForm):
    """What a service is. `team` and `public_name` are there for admins only."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it the name that people here use.")},
    )
    description = forms.CharField(
        label=_("What it does"),
        help_text=_(
            "For somebody who meets it at night, in the middle of an incident. Markdown works."
        ),
        max_length=10_000,
        required=False,
        widget=long_text(4),
    )
    team = forms.ModelChoiceField(
        label=_("Team that looks after it"),
        help_text=_("Its people can change this page."),
        queryset=Team.objects.all(),
        required=False,
        empty_label=_("No team yet"),
    )
    public_name = forms.CharField(
        label=_("Name on the status page"),
        help_text=_("What customers call it. Empty keeps it off the status page."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    experts = PeopleField(
        label=_("People who know it well"),
        help_text=_("They can be asked for help with it."),
        required=False,
    )

    def __init__(self, *args: Any, for_admin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_admin:
            del self.fields["team"], self.fields["public_name"]

    @staticmethod
    def known_of(service: Service) -> dict[str, Any]:
        """What the form shows of a service."""
        return {
            "name": service.name,
            "description": service.description,
            "team": service.team_id,
            "public_name": service.public_name,
            "experts": service.experts.all(),
        }


class LinkForm(DomainForm):
    label = forms.CharField(
        label=_("What is there?"),
        help_text=_("For example: Dashboard, Runbook, Source."),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("One or two words are enough.")},
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Paste the address."),
            "invalid": _("That is not a whole address. One looks like https://example.org/board."),
        },
    )


class ToolForm(DomainForm):
    kind = forms.ChoiceField(label=_("What kind of tool?"), choices=Tool.Kind)
    command = forms.CharField(
        label=_("Command"),
        help_text=_("As it is typed, so that it can be copied with one press."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write down what is typed, or where the switch is.")},
    )
    what_it_does = forms.CharField(
        label=_("What it does"),
        help_text=_("And how long it takes, and what stays as it is."),
        max_length=300,
        widget=long_text(2),
        error_messages={"required": _("One sentence for somebody who has never used it.")},
    )
    is_safe_twice = forms.BooleanField(
        label=_("It is safe to run twice"),
        help_text=_("A second press in a bad moment does no harm."),
        required=False,
    )
