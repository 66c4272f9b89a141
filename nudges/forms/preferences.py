from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from nudges.domain.snoozing import Until
from nudges.kinds import GROUPS, KINDS, Group, Kind
from nudges.models import Preference
from people.forms import DomainForm
from people.models import User


class SnoozeForm(DomainForm):
    until = forms.ChoiceField(
        choices=[(one.value, one.name) for one in Until],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the moments that are offered.")},
    )

    def clean_until(self) -> Until:
        return Until(self.cleaned_data["until"] or Until.TOMORROW)


class PreferencesForm(DomainForm):
    """What somebody wants to hear. Its fields of channels are put together in `chosen`.

    A channel on which the page offered nothing, since there is no address, stays as it is.
    """

    wants_email = forms.BooleanField(
        label=_("Send me reminders by email too"),
        help_text=_("They are always in the app. A live incident may interrupt, nothing else."),
        required=False,
    )
    gathers_mail = forms.BooleanField(
        label=_("Gather what can wait into one message each working morning"),
        help_text=_("A live incident and invitations still come by themselves."),
        required=False,
    )
    offered = forms.MultipleChoiceField(choices=Channel, required=False)
    email = forms.MultipleChoiceField(choices=[(name, name) for name in KINDS], required=False)
    push = forms.MultipleChoiceField(choices=[(name, name) for name in KINDS], required=False)
    chat = forms.MultipleChoiceField(choices=[(name, name) for name in KINDS], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wanted = {channel: cleaned.pop(channel.value, []) for channel in Channel}
        cleaned["chosen"] = {
            Channel(name): wanted[Channel(name)] for name in cleaned.pop("offered", [])
        }
        return cleaned

    @classmethod
    def of(cls, person: User) -> "PreferencesForm":
        """What somebody wants at present."""
        differs = {(one.kind, one.channel): one.is_wanted for one in _chosen_by(person)}
        wanted: dict[str, Any] = {
            channel.value: [
                kind.name
                for kind in KINDS.values()
                if differs.get((kind.name, channel), channel in kind.channels)
            ]
            for channel in Channel
        }
        switches = {"wants_email": person.wants_email, "gathers_mail": person.gathers_mail}
        return cls(initial=wanted | switches)

    def groups(self) -> Iterator[tuple[Group, list[tuple[Kind, list[tuple[Channel, bool]]]]]]:
        """Each kind, with its boxes and whether they are ticked."""
        ticked = {channel: set(self[channel.value].value() or []) for channel in Channel}
        for group in GROUPS:
            yield (
                group,
                [
                    (kind, [(channel, kind.name in ticked[channel]) for channel in Channel])
                    for kind in group.kinds
                ],
            )


def _chosen_by(person: User) -> list[Preference]:
    return list(Preference.objects.visible_to(person))
