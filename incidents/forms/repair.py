from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField, long_text
from incidents.models import Incident, RepairStepName
from incidents.models.repair import COUNTED, MOST_ROWS
from incidents.queries.repairs import who_can_work
from people.forms import DomainForm

# What people put between the digits of a large number.
BETWEEN_DIGITS = str.maketrans("", "", ",_'’ \u00a0\u2009\u202f")


class RowsField(forms.IntegerField):
    """How many rows; 1,204 and 1 204 are read as they are meant."""

    default_error_messages = {
        "invalid": _("Give a whole number of rows, such as 1204."),
        "min_value": _("There cannot be fewer rows than none."),
        "max_value": _("That is more rows than can be counted here."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)
        self.validators += [
            MinValueValidator(0, self.error_messages["min_value"]),
            MaxValueValidator(MOST_ROWS, self.error_messages["max_value"]),
        ]

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.translate(BETWEEN_DIGITS)
        return super().to_python(value)


class RepairForm(DomainForm):
    what_was_written = forms.CharField(
        label=_("What was written?"),
        help_text=_("For example: the rows of half an hour point at the wrong account."),
        max_length=5_000,
        widget=long_text(2),
        error_messages={"required": _("One line about what was written is enough.")},
    )
    how_to_find = forms.CharField(
        label=_("How are the affected rows found?"),
        help_text=_("A query, a time, a release. Markdown works."),
        max_length=10_000,
        required=False,
        widget=long_text(2),
    )
    total = RowsField(
        label=_("How many are there?"),
        help_text=_("Leave it empty until they are counted."),
        required=False,
    )
    how_to_repair = forms.CharField(
        label=_("How will they be put right?"),
        help_text=_("A script, a job, by hand. Markdown works."),
        max_length=10_000,
        required=False,
        widget=long_text(2),
    )
    run_by = PersonField(label=_("Who runs it?"), empty_label=_("Not decided"), required=False)
    pairs = PersonField(label=_("Who pairs?"), empty_label=_("Nobody yet"), required=False)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("run_by", "pairs"):
            field = self.fields[name]
            assert isinstance(field, PersonField)
            field.queryset = who_can_work(incident)


class StepForm(DomainForm):
    """One step, ticked; each of the seven on a page has fields of its own."""

    step = forms.ChoiceField(choices=RepairStepName, widget=forms.HiddenInput)
    rows = RowsField(label=_("Rows"), required=False)
    note = forms.CharField(
        label=_("What is worth knowing"), max_length=500, required=False, widget=long_text(1)
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{step}_%s", initial={"step": step}, **kwargs)
        if step not in COUNTED:
            del self.fields["rows"]


class UntickForm(DomainForm):
    step = forms.ChoiceField(choices=RepairStepName)


class ProgressForm(DomainForm):
    done = RowsField(
        label=_("Rows put right so far"),
        error_messages={"required": _("Say how many rows are put right so far.")},
    )
    total = RowsField(
        label=_("Of how many"),
        help_text=_("Leave it empty when that has not changed."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it is fewer than before"),
        help_text=_("Only when it went back."),
        max_length=300,
        required=False,
        widget=long_text(1),
    )


class StopForm(DomainForm):
    reason = forms.CharField(
        label=_("Why does it stop here?"),
        max_length=500,
        widget=long_text(2),
        error_messages={"required": _("One line is enough, so that nobody wonders later.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on the page beside the form of the progress, which has a reason too.
        super().__init__(*args, auto_id="id_stop_%s", **kwargs)
