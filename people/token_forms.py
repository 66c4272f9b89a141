from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.domain.tokens import MOST_DAYS, USUAL_DAYS
from people.forms import DomainForm
from people.models import Role, Scope, User
from people.models.token import FOR_SERVICES

LASTS = [
    (7, _("A week")),
    (30, _("A month")),
    (USUAL_DAYS, _("Three months")),
    (180, _("Half a year")),
    (MOST_DAYS, _("A year")),
]


class TokenForm(DomainForm):
    """What a new token is for, what it opens, and how long it lasts."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("So that you know it again, such as “deploy script”."),
        error_messages={"required": _("Give it a name that you will know again.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It never does more than its account may."),
        error_messages={"required": _("Choose at least one thing that it may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long does it last?"), choices=LASTS, coerce=int, initial=USUAL_DAYS
    )

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [
            (scope.value, scope.label)
            for scope in Scope
            if account.is_service or scope not in FOR_SERVICES
        ]


class ServiceAccountForm(DomainForm):
    display_name = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("Its name stands beside what it writes, such as “Deploy bot”."),
        error_messages={"required": _("Give it the name that it writes under.")},
    )
    role = forms.ChoiceField(
        label=_("What may it do at most?"),
        choices=[
            (Role.READER, _("Read")),
            (Role.MEMBER, _("Read and write, as members do")),
            (Role.ADMIN, _("Everything that admins do")),
        ],
        initial=Role.MEMBER,
    )
