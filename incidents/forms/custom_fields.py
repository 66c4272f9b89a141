"""Forms that define custom fields, and the one that answers them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField, long_text
from incidents.models import CustomField, CustomValue, FieldKind
from incidents.models.custom import plain_number
from people.forms import DomainForm
from people.models import User

LONGEST_CHOICE = 80


class DefineFieldForm(DomainForm):
    label = forms.CharField(
        label=_("What is asked"),
        help_text=_("A word or two, for example “Region” or “Customers affected”."),
        max_length=60,
        error_messages={"required": _("A word or two is enough.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of answer"), choices=FieldKind, initial=FieldKind.TEXT
    )
    choices = forms.CharField(
        label=_("Choices"),
        help_text=_("For “One of a list”: each on a line of its own."),
        max_length=10_000,
        required=False,
        widget=long_text(4),
    )
    help_text = forms.CharField(label=_("Hint"), max_length=200, required=False)
    key = forms.CharField(
        label=_("Name in addresses and exports"),
        help_text=_("Made from what is asked when it is empty. It stays once incidents answer."),
        max_length=40,
        required=False,
        validators=[validate_slug],
        error_messages={"invalid": _("Letters, digits and hyphens fit here.")},
    )

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        chosen = [line for line in lines if line]
        if long := next((line for line in chosen if len(line) > LONGEST_CHOICE), None):
            raise ValidationError(
                _("“%(choice)s…” is too long. 80 characters fit."), params={"choice": long[:20]}
            )
        return chosen

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).lower()


class ChangeFieldForm(DefineFieldForm):
    """The same about a field that is there; what is answered keeps its kind and its key."""

    def __init__(self, *args: Any, field: CustomField, is_answered: bool, **kwargs: Any) -> None:
        names = ("label", "kind", "help_text", "key")
        initial = {name: getattr(field, name) for name in names}
        initial["choices"] = "\n".join(field.choices)
        super().__init__(*args, initial=initial, **kwargs)
        if is_answered:
            self.fields["kind"].disabled = self.fields["key"].disabled = True
            self.fields["kind"].help_text = _("It stays, because incidents answer this already.")
            self.fields["key"].help_text = _("It stays, because incidents answer this already.")


class MoveFieldForm(DomainForm):
    position = forms.IntegerField(min_value=0, max_value=10_000)


class UseFieldForm(DomainForm):
    is_in_use = forms.BooleanField(required=False)


class AnswersForm(DomainForm):
    """One form field for each custom field in use, named by its key.

    Only what somebody changed in the form is handed on: what somebody else
    answered since it was opened stays.
    """

    def __init__(
        self, *args: Any, fields: Iterable[CustomField], kept: Iterable[CustomValue], **kwargs: Any
    ) -> None:
        answers = {value.field_id: value.answer for value in kept}
        # Before Django makes the fields: what all our forms do to theirs is done to these too.
        self.base_fields = {  # type: ignore[misc]
            field.key: _answer_field(field, answers.get(field.pk)) for field in fields
        }
        super().__init__(*args, prefix="field", **kwargs)
        _list_people_once(self.fields.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = {key for key in self.changed_data if self.add_prefix(key) in self.data}
        return {"answers": {key: cleaned[key] for key in cleaned if key in typed}}


def _answer_field(field: CustomField, answer: Any) -> forms.Field:
    """How a custom field is asked for, with what was answered before."""
    make = {
        FieldKind.TEXT: _text,
        FieldKind.CHOICE: _choice,
        FieldKind.NUMBER: _number,
        FieldKind.DATE: _date,
        FieldKind.PERSON: _person,
        FieldKind.LINK: _link,
    }[FieldKind(field.kind)]
    common = {"label": field.label, "help_text": field.help_text, "initial": answer}
    return make(field, required=False, show_hidden_initial=True, **common)


def _text(field: CustomField, **common: Any) -> forms.Field:
    return forms.CharField(max_length=1000, **common)


def _choice(field: CustomField, **common: Any) -> forms.Field:
    """The choices, and what was chosen when it was one."""
    chosen = [common["initial"]] if common["initial"] else []
    choices = list(dict.fromkeys([*field.choices, *chosen]))
    return forms.ChoiceField(
        choices=[("", _("No answer")), *((one, one) for one in choices)], **common
    )


def _number(field: CustomField, **common: Any) -> forms.Field:
    if common["initial"] is not None:
        common["initial"] = plain_number(common["initial"])
    too_long = _("16 digits fit before the point, and 4 after it.")
    codes = ("max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        max_digits=20,
        decimal_places=4,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={"invalid": _("Give a number, for example 12 or 0.5.")}
        | dict.fromkeys(codes, too_long),
        **common,
    )


def _date(field: CustomField, **common: Any) -> forms.Field:
    return forms.DateField(
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day, for example 2026-03-09.")},
        **common,
    )


def _person(field: CustomField, **common: Any) -> forms.Field:
    """Whoever is here, and whoever was the answer before."""
    people = PersonField(empty_label=_("No answer"), **common)
    if kept := common["initial"]:
        people.queryset = User.objects.who_may_write() | User.objects.filter(pk=kept.pk)
    return people


def _list_people_once(fields: Iterable[forms.Field]) -> None:
    """Have all who ask for a person show the same list, read in one query."""
    asking = [field for field in fields if isinstance(field, PersonField)]
    names = (
        [(one.pk, one.get_full_name()) for one in User.objects.who_may_write()] if asking else []
    )
    for field in asking:
        kept = field.initial
        there = (
            names
            if kept is None or kept.pk in dict(names)
            else [*names, (kept.pk, kept.get_full_name())]
        )
        field.choices = [("", field.empty_label), *there]


def _link(field: CustomField, **common: Any) -> forms.Field:
    sentence = _("Give an address that begins with https:// or http://.")
    return forms.URLField(
        max_length=1000,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"], message=sentence)],
        error_messages={"invalid": sentence},
        **common,
    )
