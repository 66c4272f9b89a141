"""What the audit log can be narrowed to, as the parameters of an address say it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.queries.things import sorts
from people.domain.auditing import ACTIONS
from people.forms import DayField, DomainForm
from people.models import User


def people() -> list[tuple[Any, str]]:
    named = sorted(User.objects.all(), key=lambda one: one.get_full_name().casefold())
    return [("", str(_("Anybody"))), *((one.pk, one.get_full_name()) for one in named)]


def actions() -> list[tuple[str, str]]:
    named = sorted(((one.name, str(one.wording)) for one in ACTIONS.values()), key=lambda x: x[1])
    return [("", str(_("Anything"))), *named]


class AuditFilterForm(DomainForm):
    person = forms.TypedChoiceField(
        label=_("Who"), choices=people, coerce=int, empty_value=None, required=False
    )
    action = forms.ChoiceField(label=_("Did what"), choices=actions, required=False)
    thing = forms.ChoiceField(
        label=_("With what"), choices=lambda: [("", _("Anything")), *sorts()], required=False
    )
    number = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for; what makes no sense is left out. Days are the reader's own."""
        self.is_valid()
        wanted = dict(self.cleaned_data)
        for name, later in (("since", 0), ("until", 1)):
            if day := wanted.get(name):
                wanted[name] = _midnight(day, later)
        return {name: value for name, value in wanted.items() if value not in (None, "")}


def _midnight(day: Any, later: int) -> datetime | None:
    """The start of a day, or of one behind it; None beyond the end of the calendar."""
    try:
        there = day + timedelta(days=later)
        return datetime.combine(there, time.min, tzinfo=timezone.get_current_timezone())
    except OverflowError:
        return None
