"""What the insights can be narrowed to, and how an incident was noticed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import Face, How, PulseRound
from learning.queries.insights import LATEST, Choices
from people.forms import DomainForm, offer


class InsightsForm(DomainForm):
    """One group and one period, from those that are large enough; nothing else is understood."""

    about = forms.ChoiceField(label=_("About"), required=False)
    period = forms.ChoiceField(label=_("Time"), required=False)

    def __init__(self, *args: Any, chosen: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", _("Everyone"))]
        for label, found in ((_("Teams"), chosen.teams), (_("Services"), chosen.services)):
            if found:
                groups.append((label, found))
        offer(self.fields["about"], groups)
        offer(self.fields["period"], [(one.key, one.label) for one in chosen.periods])

    def clean_period(self) -> str:
        return self.cleaned_data["period"] or LATEST


class NoticingForm(DomainForm):
    how = forms.ChoiceField(
        label=_("How did you first hear of it?"),
        choices=How,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that comes nearest.")},
    )


class FaceField(forms.TypedChoiceField):
    """One of five faces, or none."""

    widget = forms.RadioSelect

    def __init__(self, label: str) -> None:
        super().__init__(label=label, choices=Face, coerce=int, empty_value=None, required=False)


class PulseForm(DomainForm):
    def __init__(self, *args: Any, about: PulseRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in about.questions().items():
            self.fields[name] = FaceField(words)
