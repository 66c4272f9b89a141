from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import ReferenceField
from incidents.forms.choices import Hints
from incidents.models import LinkKind
from people.forms import DomainForm
from people.models import User
from people.widgets import ChoiceCards

KIND_HINTS: Hints = {
    LinkKind.RELATED: _("Whoever reads one wants to know of the other"),
    LinkKind.HAPPENED_AGAIN: _("The one that started first shows how it was put right"),
}


class _WithReader(DomainForm):
    """A form that names another incident, among those its reader may see."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ReferenceField):
                field.reader = reader


class LinkForm(_WithReader):
    other = ReferenceField(
        label=_("Which incident?"),
        help_text=_("Its number, or its address."),
        error_messages={"required": _("Give its number. One looks like INC-12.")},
    )
    kind = forms.ChoiceField(
        label=_("How do they belong together?"),
        choices=LinkKind,
        initial=LinkKind.RELATED,
        required=False,
        widget=ChoiceCards(hints=KIND_HINTS),
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or LinkKind.RELATED


class MergeForm(_WithReader):
    into = ReferenceField(
        label=_("Which incident is it?"),
        help_text=_("The number, or the address, of the one that stays."),
        error_messages={"required": _("Give its number. One looks like INC-12.")},
    )
