from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, PersonField, SomebodyField, WordsField, long_text
from incidents.models import Incident, ResponseRole
from incidents.roles import HANDED_ON
from people.forms import DomainForm


class NoteForm(DomainForm):
    text = WordsField(
        label=_("What happened, or what did you see?"),
        help_text=_("Markdown works."),
        max_length=20_000,
        error_messages={"required": _("A few words are enough.")},
    )
    occurred_at = MomentField(
        label=_("When"), help_text=_("Leave it empty for now."), required=False
    )
    is_key_moment = forms.BooleanField(
        label=_("A key moment"),
        help_text=_("Somebody who reads this later needs it to follow the story."),
        required=False,
    )
    file = forms.FileField(
        label=_("A picture"),
        help_text=_("PNG, JPEG, GIF or WebP, up to 10 MB. It stands below what you write."),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/gif,image/webp"}),
        error_messages={"empty": _("There is nothing in this file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A picture can speak for itself.
        if self.files:
            self.fields["text"].required = False

    def applies(self, verb: Callable[..., Any], *things: Any, **more: Any) -> bool:
        if super().applies(verb, *things, **more):
            return True
        if self.files and not self.has_error("file"):
            self.add_error("file", _("Please choose it once more: browsers do not keep pictures."))
        return False


class PublicForm(DomainForm):
    """A form that can also speak to customers, where there is a status page to do it on."""

    public_text = WordsField(
        label=_("For the status page"),
        help_text=_(
            "What customers read, in words for them. Left empty, the update stays inside. "
            "No names, no links that only we can open."
        ),
        max_length=2_000,
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not public:
            del self.fields["public_text"]


class UpdateForm(PublicForm):
    conditions = WordsField(
        label=_("How are things?"),
        max_length=5_000,
        error_messages={"required": _("One sentence about how things are is enough.")},
    )
    actions = WordsField(label=_("What is being done?"), max_length=5_000, required=False, rows=2)
    needs = WordsField(label=_("What would help?"), max_length=5_000, required=False, rows=2)
    next_update_at = MomentField(
        label=_("Next update"),
        help_text=_("Left empty, the severity decides: 30 minutes for critical, 60 for major."),
        required=False,
    )
    field_order = ["conditions", "actions", "needs", "next_update_at", "public_text"]


class RoleForm(DomainForm):
    """A button; that nobody leads is what whoever takes the lead by it has seen."""

    role = forms.ChoiceField(label=_("What I do here"), choices=ResponseRole)
    instead_of = SomebodyField()


class HandOverForm(DomainForm):
    role = forms.ChoiceField(
        choices=[(one.role.value, one.label) for one in HANDED_ON],
        required=False,
        widget=forms.HiddenInput,
    )
    instead_of = SomebodyField()
    to = PersonField(
        label=_("Who?"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose who takes this on.")},
    )
    note = forms.CharField(
        label=_("What they need to know"), max_length=500, required=False, widget=long_text(2)
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.begin_with(incident)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or ResponseRole.LEAD


class KeyMomentForm(DomainForm):
    is_key_moment = forms.BooleanField(required=False)
