from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.forms.choices import UNDO_HINTS
from incidents.models import Participation, UndoPath
from people.forms import DomainForm
from people.widgets import ChoiceCards


class PersonHereField(forms.TypedChoiceField):
    """Somebody who is in the incident, or nobody; the form says who there is."""

    def __init__(self, *, nobody: str | Promise, **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=None, **kwargs)
        self.nobody = nobody

    def offer(self, people: Iterable[Participation]) -> None:
        writers = [one.user for one in people if one.user.is_active and one.user.may_write]
        known = {str(user.pk): user for user in writers}
        self.coerce = known.__getitem__
        named = [(pk, user.get_full_name()) for pk, user in known.items()]
        self.choices = [("", self.nobody), *named]


class PeopleHereForm(DomainForm):
    """A form in which somebody who is here can be chosen."""

    def __init__(self, *args: Any, people: Iterable[Participation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PersonHereField):
                field.offer(people)


class TaskForm(PeopleHereForm):
    text = forms.CharField(
        label=_("What is to be done?"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("A few words are enough.")},
    )
    assignee = PersonHereField(label=_("Who does it?"), nobody=_("Whoever takes it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands in the room beside the form for notes, which has a text too.
        super().__init__(*args, auto_id="id_task_%s", **kwargs)


class HandOnForm(PeopleHereForm):
    to = PersonHereField(label=_("Who does it now?"), nobody=_("Whoever takes it"))


class PressForm(DomainForm):
    """A button that says all there is to say; only a rule can refuse it."""


class StepForm(DomainForm):
    path = forms.ChoiceField(choices=UndoPath)
    key = forms.SlugField(max_length=40)


class UndoPathForm(DomainForm):
    undo_path = forms.ChoiceField(
        label=_("Can it be undone?"), choices=UndoPath, widget=ChoiceCards(hints=UNDO_HINTS)
    )
