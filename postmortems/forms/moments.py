from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, RevisionField, WordsField
from incidents.forms.timeline import TypedAnewForm
from people.forms import DomainForm
from postmortems.models import WriteUpMoment

LONGEST = 20_000


class AddMomentForm(DomainForm):
    text = WordsField(
        label=_("What happened, or what did you see?"),
        max_length=LONGEST,
        rows=2,
        error_messages={"required": _("A few words are enough.")},
    )
    occurred_at = MomentField(
        label=_("When"), error_messages={"required": _("Give the day and the time it happened.")}
    )


class MomentForm(TypedAnewForm):
    """A moment in the write-up's own words, at its own time."""

    text = WordsField(
        label=_("What happened, or what did you see?"),
        help_text=_("Markdown works. The incident keeps its own words."),
        max_length=LONGEST,
        rows=4,
        error_messages={"required": _("A few words are enough. It can also be left out.")},
    )
    occurred_at = MomentField(
        label=_("When"), error_messages={"required": _("Give the day and the time it happened.")}
    )
    revision = RevisionField(required=False)

    @classmethod
    def of(cls, moment: WriteUpMoment, data: Any = None) -> "MomentForm":
        return cls(data, initial=words_of(moment) | {"revision": moment.revision})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "occurred_at" in cleaned and not self.was_typed("occurred_at"):
            cleaned["occurred_at"] = None
        return cleaned


def words_of(moment: WriteUpMoment) -> dict[str, Any]:
    """What can be edited of a moment."""
    return {"text": moment.text, "occurred_at": moment.occurred_at}


class LeaveOutForm(DomainForm):
    is_left_out = forms.BooleanField(required=False)


class SettleForm(DomainForm):
    takes_theirs = forms.BooleanField(required=False)
