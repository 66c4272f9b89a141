"""Forms of the pages on which admins keep people and teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import PeopleField
from people.forms import DomainForm
from people.models import Role, Team, User


class MembersFinder(DomainForm):
    """What the list of accounts is narrowed down by, from its address."""

    STATES = (
        ("here", _("Here")),
        ("invited", _("Invited")),
        ("left", _("Left")),
        ("asked", _("Would like to be erased")),
    )

    q = forms.CharField(label=_("Name, title or address"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("Who"), choices=STATES, required=False)
    after = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    @property
    def narrows(self) -> dict[str, Any]:
        """What was understood of it; the rest narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "named": found.get("q") or "",
            "state": found.get("state") or "here",
            "after": found.get("after"),
        }


def team_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.all(),
        required=False,
        empty_label=_("No team yet"),
    )


ROLE_SAYS = _(
    "Readers read. Members file, respond and write. Admins also keep people and settings."
)


class InviteForm(DomainForm):
    display_name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give the name that people here know them by.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("They sign in with it, and the invitation goes there."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"required": _("Give the address that the invitation goes to.")},
    )
    role = forms.ChoiceField(
        label=_("Role"), help_text=ROLE_SAYS, choices=Role, initial=Role.MEMBER
    )
    team = team_field()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class MemberForm(DomainForm):
    display_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), help_text=ROLE_SAYS, choices=Role)
    team = team_field()
    is_senior = forms.BooleanField(
        label=_("Has been around for a while"),
        help_text=_("Their stories are put in front. They can say so themselves, too."),
        required=False,
    )

    @staticmethod
    def known_of(person: User) -> dict[str, Any]:
        return {
            "display_name": person.display_name,
            "title": person.title,
            "role": person.role,
            "team": person.team_id,
            "is_senior": person.is_senior,
        }


class TeamForm(DomainForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it the name that people here use.")},
    )
    tech_leads = PeopleField(
        label=_("Tech leads"),
        help_text=_("They review its write-ups, and are asked to write to its people."),
        required=False,
    )

    @staticmethod
    def known_of(team: Team) -> dict[str, Any]:
        return {"name": team.name, "tech_leads": team.tech_leads.all()}
