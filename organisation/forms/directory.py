from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DomainForm
from people.models import Team


class FindPeopleForm(DomainForm):
    """What the directory is narrowed down by, from its address."""

    q = forms.CharField(label=_("Name or title"), max_length=80, required=False)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.all(),
        empty_label=_("Every team"),
        required=False,
    )
    after = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    @property
    def narrows(self) -> dict[str, Any]:
        """What was understood of it; the rest narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "named": found.get("q") or "",
            "team": found.get("team"),
            "after": found.get("after"),
        }
