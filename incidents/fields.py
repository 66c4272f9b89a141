"""Fields that several forms of incidents and write-ups share."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.queries.references import read_reference, standing
from people.models import User

# What happened before is not run here; a wrong year is mostly a slip of the finger.
FIRST_YEAR = 1990


class MomentField(forms.DateTimeField):
    """A date and time, in the reader's zone, from the browser's own picker.

    When the clock goes back, an hour comes twice and its first is meant; when it
    goes forward, a time that is skipped is moved on by that hour. Nights like
    these are when things break, so neither is refused.
    """

    default_error_messages = {
        "invalid": _("Give a day and a time, for example 2026-03-09 14:05."),
        "far_off": _("That is too far away. Check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip()).replace(tzinfo=None)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not FIRST_YEAR <= typed.year <= timezone.now().year + 1:
            raise ValidationError(self.error_messages["far_off"], code="far_off")
        there = typed.replace(tzinfo=timezone.get_current_timezone())
        return there.astimezone(UTC)


class TokenField(forms.UUIDField):
    """A client token; one that cannot be read is none, for nobody can mend it."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid4, required=False)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class PersonField(forms.ModelChoiceField):
    """Somebody who may write, or who is in `queryset`, by full name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": User.objects.who_may_write()} | kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class ReferenceField(forms.CharField):
    """Another incident, as people name it: INC-97, 97 or a pasted address.

    It is one that `reader` may see; one that is not theirs to see does not exist. Of
    a duplicate that was merged it is the one that stands for it.
    """

    default_error_messages = {
        "invalid": _("That is no reference. One looks like INC-12."),
        "unknown": _("There is no incident with that number."),
    }

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false", "placeholder": "INC-12"}
        super().__init__(max_length=500, widget=forms.TextInput(attributes), **kwargs)
        self.reader: User | None = None

    def clean(self, value: Any) -> Incident | None:
        typed = super().clean(value)
        if not typed:
            return None
        number = read_reference(typed)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        incident = standing(self.reader, number) if self.reader else None
        if incident is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return incident


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})
