from typing import Any

from django import forms
from django.db.models import Case, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.fields import ColleagueField
from people.forms import DomainForm
from people.models import Team, User


class RotaForm(DomainForm):
    """Somebody to put last on a team's rota, people of the team first."""

    person = ColleagueField(
        label=_("Who?"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody.")},
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, ColleagueField)
        nearness = Case(When(team=team, then=0), default=1)
        people = User.objects.who_may_write().exclude(pk__in=team.rota.values("person"))
        field.groups = (_("In the team"), _("Everyone else"))
        field.queryset = people.annotate(nearness=nearness).order_by(
            "nearness", Lower("display_name"), "email"
        )


class MoveOnRotaForm(DomainForm):
    position = forms.IntegerField(min_value=0, max_value=10_000)
