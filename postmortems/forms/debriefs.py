from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, PeopleField, PersonField, RevisionField, WordsField
from incidents.forms.timeline import TypedAnewForm
from people.forms import DomainForm
from people.models import User
from postmortems.models import Debrief, Postmortem
from postmortems.queries.debriefs import facilitators, from_outside, may_come

LENGTHS = (25, 45, 60, 90, 120)


def lengths() -> list[tuple[int, str]]:
    return [(minutes, gettext("%(n)d minutes") % {"n": minutes}) for minutes in LENGTHS]


class DebriefForm(DomainForm):
    """When, where and with whom."""

    starts_at = MomentField(
        label=_("When"), error_messages={"required": _("Give a day and a time.")}
    )
    minutes = forms.TypedChoiceField(label=_("How long"), choices=lengths, coerce=int, initial=45)
    place = forms.CharField(
        label=_("Where"),
        help_text=_("A room, or the address of a call."),
        max_length=500,
        required=False,
    )
    facilitator = PersonField(
        label=_("Who leads the talk?"),
        help_text=_(
            "Somebody who was not in it asks more openly. First those who are at work then, "
            "experienced people before others."
        ),
        empty_label=_("Nobody yet"),
        required=False,
        error_messages={"invalid_choice": _("Choose somebody who was not in it.")},
    )
    invited = PeopleField(
        label=_("Who is invited?"),
        help_text=_("Whoever was there is ticked. Anyone may say no."),
        error_messages={
            "required": _("Invite at least one person."),
            "invalid_choice": _("Choose people from the list."),
        },
    )

    def __init__(
        self, *args: Any, postmortem: Postmortem, at: datetime | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        facilitator, invited = self.fields["facilitator"], self.fields["invited"]
        assert isinstance(facilitator, PersonField)
        assert isinstance(invited, PeopleField)
        self.people: QuerySet[User] = may_come(postmortem)
        invited.queryset = self.people
        facilitator.groups = (
            _("At work then, seniors first"),
            _("Everybody else who was not there"),
        )
        outside = from_outside(postmortem, among=self.people)
        facilitator.queryset = facilitators(outside, at=self._typed_time() or at)

    def _typed_time(self) -> datetime | None:
        """The time that was typed, to suggest people for it again."""
        if not self.is_bound:
            return None
        try:
            when: datetime | None = self.fields["starts_at"].clean(self.data.get("starts_at"))
        except forms.ValidationError:
            return None
        return when


class PlanForm(DebriefForm):
    questions = WordsField(
        label=_("Questions to begin with"),
        help_text=_("One on each line. Questions that begin with what or how open people up."),
        max_length=5_000,
        required=False,
        rows=6,
    )


class DebriefNotesForm(TypedAnewForm):
    """What is asked, and what was said."""

    questions = WordsField(
        label=_("Questions"),
        help_text=_("One on each line. Questions that begin with what or how open people up."),
        max_length=5_000,
        required=False,
        rows=6,
    )
    notes = WordsField(
        label=_("Notes"),
        help_text=_("What people said and saw, without who said it. Markdown works."),
        max_length=50_000,
        required=False,
        rows=8,
    )
    revision = RevisionField(required=False)

    @classmethod
    def of(cls, debrief: Debrief, data: Any = None) -> "DebriefNotesForm":
        return cls(data, initial=notes_of(debrief) | {"revision": debrief.revision})


def notes_of(debrief: Debrief) -> dict[str, Any]:
    return {"questions": debrief.questions, "notes": debrief.notes}
