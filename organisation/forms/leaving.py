"""To whom each kind of what somebody holds is handed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.queries.leaving import Pile, suggested_heir
from people.fields import ColleagueField
from people.forms import DomainForm
from people.models import User

NOBODY = _("Nobody: leave it open")
TITLES = {
    "incidents": _("Who takes on what is open in incidents?"),
    "services": _("Who is asked about their services?"),
    "follow_ups": _("Who has their follow-ups?"),
    "write_ups": _("Who goes on writing?"),
    "reviews": _("Who reads what waits for them?"),
    "debriefs": _("Who leads their debriefs?"),
    "teams": _("Who leads in their place, and is on their rotas?"),
}


class LeaveForm(DomainForm):
    """A person for each kind there is; the names are read once for all of them."""

    def __init__(self, *args: Any, user: User, piles: list[Pile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.who_may_write().exclude(pk=user.pk)
        kinds = [name for name in TITLES if any(pile.goes_with == name for pile in piles)]
        lead = suggested_heir(user) if kinds else None
        names = [("", str(NOBODY)), *((one.pk, one.get_full_name()) for one in people)]
        for name in kinds:
            field = ColleagueField(
                label=TITLES[name],
                queryset=people,
                required=False,
                initial=lead,
                empty_label=NOBODY,
            )
            self.fields[name] = field
            assert isinstance(field.widget, forms.Select)
            field.widget.choices = names
