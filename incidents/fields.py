"""Fields that several forms of incidents and write-ups share."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.queries.references import read_reference, standing
from people.fields import ColleagueField
from people.models import User

# What happened before is not run here; a wrong year is mostly a slip of the finger.
FIRST_YEAR = 1990
TYPED = "%Y-%m-%dT%H:%M"


class HiddenMoment(forms.DateTimeInput):
    """Carries along what a `MomentField` held, in the form in which it is typed."""

    input_type = "hidden"

    def __init__(self) -> None:
        super().__init__(format=TYPED)


class MomentField(forms.DateTimeField):
    """A date and time, in the reader's zone, from the browser's own picker.

    When the clock goes back, an hour comes twice and its first is meant; when it
    goes forward, a time that is skipped is moved on by that hour. Nights like
    these are when things break, so neither is refused.
    """

    hidden_widget = HiddenMoment
    default_error_messages = {
        "invalid": _("Give a day and a time, for example 2026-03-09 14:05."),
        "far_off": _("That is too far away. Check the year."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=TYPED)
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            if not str(value).isprintable():
                raise ValueError  # Python reads over a NUL at the end
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


class PersonField(ColleagueField):
    """Somebody who may write, where an incident says who is meant most often."""

    def begin_with(self, incident: Incident) -> None:
        """Put the people of an incident first, then those of its services, then everyone."""
        here = incident.participations.filter(user=OuterRef("pk"))
        services = incident.services.all()
        theirs = Q(team__in=services.values("team")) | Q(pk__in=services.values("experts"))
        nearness = Case(When(Exists(here), then=0), When(theirs, then=1), default=2)
        self.groups = (_("Here now"), _("With the services"), _("Everyone"))
        people = User.objects.who_may_write().annotate(nearness=nearness)
        self.queryset = people.order_by("nearness", Lower("display_name"), "email")


class PeopleField(forms.ModelMultipleChoiceField):
    """Several people who may write, by full name."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.who_may_write()
        super().__init__(queryset=people, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class SomebodyField(forms.ModelChoiceField):
    """Who it was when a page was drawn, unseen; somebody who cannot be read is nobody."""

    def __init__(self) -> None:
        super().__init__(User.objects.all(), widget=forms.HiddenInput, required=False)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


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


class WordsField(forms.CharField):
    """Markdown in a box that grows, and becomes an editor (static/js/editing.js).

    A line break is one character, whichever way a browser sends it. A browser
    silently cuts off what is pasted over a `maxlength`, so only the server counts,
    and says so.
    """

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, "data-editor": ""}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class RevisionField(forms.IntegerField):
    """The revision somebody began from; what cannot be read is none that was ever saved."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0
