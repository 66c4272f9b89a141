"""What a list of incidents can be narrowed to, as the parameters of an address say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.forms.choices import severities
from incidents.models import CustomField, FieldKind, Mode, Service, Status, UndoPath
from incidents.models.custom import plain_number, say_answer
from incidents.models.incident import FAR_AWAY, LONG_AGO
from incidents.queries.filtering import OPEN_ONES, UNSET
from people.forms import DomainForm
from people.models import Team
from people.prepared import prepared
from people.widgets import Picks

SORTS = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "longest": _("Took longest"),
    "shortest": _("Took shortest"),
}
STATUSES = [(OPEN_ONES, _("Open")), *Status.choices]
MODES = [(Mode.LIVE, _("Live")), (Mode.RECORD, _("For the record")), (Mode.PRACTICE, _("Practice"))]


class Several(forms.MultipleChoiceField):
    """Any of a few, each with a box to tick."""

    widget = Picks

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, required=False, **kwargs)


class Words(forms.CharField):
    """A part of what was answered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, **kwargs)


class Day(forms.DateField):
    """A day, from the browser's own picker."""

    default_error_messages = {"invalid": _("Give a day, for example 2026-03-09.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, required=False, **kwargs)

    def validate(self, value: date | None) -> None:
        if value and not LONG_AGO.date() <= value < FAR_AWAY.date():
            raise ValidationError(_("That is too far away. Check the year."))


class Number(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal"})
        super().__init__(max_digits=20, decimal_places=4, widget=widget, required=False, **kwargs)


@dataclass(frozen=True)
class Chip:
    """One part of what was chosen, and the query that leaves it out."""

    says: str
    without: str


class FilterForm(DomainForm):
    """Filters of a list. What makes no sense is left out, and the form says so."""

    q = Words(label=_("Search"), widget=forms.TextInput({"type": "search"}))
    status = Several(STATUSES, label=_("Status"), widget=forms.MultipleHiddenInput)
    severity = Several(
        lambda: [(value or UNSET, label) for value, label in severities()], label=_("Severity")
    )
    mode = Several(MODES, label=_("Mode"), help_text=_("Practice is left out unless ticked."))
    undo_path = Several(UndoPath.choices, label=_("Can it be undone?"))

    def __init__(
        self,
        data: QueryDict,
        *,
        services: Iterable[tuple[str, str]],
        teams: Iterable[str],
        custom_fields: Iterable[CustomField],
    ) -> None:
        self.custom_fields = list(custom_fields)
        # Before Django makes the fields: what all our forms do to theirs is done to these too.
        self.base_fields = {  # type: ignore[misc]
            **type(self).base_fields,
            "service": Several(list(services), label=_("Services")),
            "team": forms.ChoiceField(
                label=_("Team of the service"),
                choices=[("", _("Any")), *((name, name) for name in teams)],
                required=False,
            ),
            "from": Day(label=_("Declared from")),
            "to": Day(label=_("Declared until")),
            "mine": forms.BooleanField(
                label=_("I am in it"), required=False, widget=forms.CheckboxInput({"value": "1"})
            ),
            **{name: one for field in self.custom_fields for name, one in _asked(field)},
            "sort": forms.ChoiceField(label=_("Order"), choices=SORTS, required=False),
        }
        super().__init__(data)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read an address, with the services, teams and custom fields that there are."""
        form = cls(
            data,
            services=[(one.slug, one.name) for one in _services()],
            teams=[one.name for one in _teams_with_services()],
            custom_fields=_custom_fields(),
        )
        form.is_valid()
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in [one for one in self.fields if one == "to" or one.endswith(".to")]:
            least, most = cleaned.get(f"{name[:-2]}from"), cleaned.get(name)
            if least is not None and most is not None and most < least:
                self.add_error(name, _("This comes before where it begins."))
        return cleaned

    @property
    def wanted(self) -> dict[str, Any]:
        """What `queries.filtering.narrowed` takes."""
        asked: dict[CustomField, dict[str, Any]] = {}
        for field in self.custom_fields:
            for name, _field in _asked(field):
                if (value := self.cleaned_data.get(name)) not in EMPTY:
                    asked.setdefault(field, {})[name.rpartition(".")[2]] = value
        return {**self.cleaned_data, "fields": asked}

    @property
    def sort(self) -> str:
        return self.cleaned_data.get("sort") or "newest"

    @property
    def order_says(self) -> str:
        return str(SORTS[self.sort])

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """What is folded away: all but the search, the status and the order."""
        return [one for one in self if one.name not in ("q", "status", "sort")]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is in the address in its shortest form, by parameter."""
        values = {name: _written(self.cleaned_data.get(name)) for name in self.fields}
        if self.sort == "newest":
            values["sort"] = []
        return {name: written for name, written in values.items() if written}

    def query(self, **instead: list[str]) -> str:
        """The part of an address behind the question mark, or nothing."""
        address = QueryDict(mutable=True)
        chosen = {**self.chosen, **instead}
        for name in [*self.fields, *(one for one in instead if one not in self.fields)]:
            if values := chosen.get(name):
                address.setlist(name, values)
        return f"?{address.urlencode()}" if address else ""

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list, part by part; a single status is shown by its tab."""
        chips = []
        for name, values in self.chosen.items():
            if name == "sort" or (name == "status" and len(values) == 1):
                continue
            for value in values:
                rest = [one for one in values if one != value]
                chips.append(Chip(self._says(name, value), self.query(**{name: rest})))
        return chips

    def _says(self, name: str, value: str) -> str:
        field, cleaned = self.fields[name], self.cleaned_data[name]
        if isinstance(field, Several):
            choices: Any = field.choices
            said = next(str(label) for known, label in choices if known == value)
            return f"{field.label}: {said}" if name.startswith("field.") else said
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        if name == "q":
            return f"“{value}”"
        return f"{field.label}: {say_answer(cleaned)}"


@prepared
def _services() -> QuerySet[Service]:
    return Service.objects.only("slug", "name")


@prepared
def _teams_with_services() -> QuerySet[Team]:
    return Team.objects.filter(services__isnull=False).distinct().only("name")


@prepared
def _custom_fields() -> QuerySet[CustomField]:
    return CustomField.objects.in_use()


EMPTY: tuple[Any, ...] = (None, "", [])


def _asked(field: CustomField) -> list[tuple[str, forms.Field]]:
    """The parameters that a custom field is looked for with, and their form fields."""
    at = f"field.{field.key}"
    if field.kind == FieldKind.CHOICE:
        return [(f"{at}.any", Several([(one, one) for one in field.choices], label=field.label))]
    if field.kind in (FieldKind.NUMBER, FieldKind.DATE):
        kind = Number if field.kind == FieldKind.NUMBER else Day
        least = _("%(label)s from") % {"label": field.label}
        most = _("%(label)s to") % {"label": field.label}
        return [(f"{at}.from", kind(label=least)), (f"{at}.to", kind(label=most))]
    return [(f"{at}.has", Words(label=field.label))]


def _written(value: Any) -> list[str]:
    """A cleaned value as an address has it."""
    if isinstance(value, bool):
        return ["1"] if value else []
    if isinstance(value, Decimal):
        return [plain_number(value)]
    if isinstance(value, list):
        return list(dict.fromkeys(value))
    return [str(value)] if value not in EMPTY else []
