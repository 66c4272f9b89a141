from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField, long_text
from people.forms import DomainForm
from people.models import User
from postmortems.models import CHECKLIST, Verdict


class ReviewerForm(DomainForm):
    reviewer = PersonField(
        label=_("Who reads it?"),
        empty_label=_("Choose a tech lead"),
        error_messages={
            "required": _("Choose who reads it."),
            "invalid_choice": _("Choose a tech lead from the list, one who has not written in it."),
        },
    )

    def __init__(self, *args: Any, leads: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewer = self.fields["reviewer"]
        assert isinstance(reviewer, forms.ModelChoiceField)
        reviewer.queryset = self.leads = leads

    def has_leads(self) -> bool:
        """Whether there is anybody to choose."""
        return self.leads.exists()


class VerdictForm(DomainForm):
    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(one.value, one.label) for one in Verdict if one],
        error_messages={
            "required": _("Approve it or suggest changes, with one of the two buttons."),
            "invalid_choice": _("Approve it or suggest changes, with one of the two buttons."),
        },
    )
    remarks = forms.CharField(
        label=_("What did you learn, what would help?"),
        help_text=_("Markdown works."),
        max_length=20_000,
        required=False,
        widget=long_text(4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            name: forms.BooleanField(label=label, required=False)
            for name, label in CHECKLIST.items()
        }

    def checklist(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [self[name] for name in CHECKLIST]
