from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.forms import DomainForm
from people.widgets import ChoiceCards
from postmortems.models import Form, Template


class TemplateField(forms.ModelChoiceField):
    """A template in use, as a card that says what it asks for; none is what fits by itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Template.objects.in_use(),
            widget=ChoiceCards(),
            empty_label=None,
            required=False,
            **kwargs,
        )
        self.offered: list[tuple[int, str]] = []

    def offer(self) -> None:
        """Offer what is in use now."""
        templates = list(Template.objects.in_use())
        self.queryset = Template.objects.in_use()
        self.offered = [(one.pk, one.title) for one in templates]
        self.choices = self.offered
        assert isinstance(self.widget, ChoiceCards)
        self.widget.hints = {str(one.pk): one.says for one in templates}


class IncidentsField(forms.ModelMultipleChoiceField):
    """Several incidents out of those that are offered."""

    def label_from_instance(self, obj: Incident) -> str:
        name = f"{obj.reference}: {obj.title}"
        if obj.is_restricted:
            return _("%(name)s (restricted)") % {"name": name}
        return name


class StartForm(DomainForm):
    """With which words a write-up begins, and of what else it tells."""

    template = TemplateField(label=_("Start with"))
    others = IncidentsField(
        label=_("What else is it about?"),
        help_text=_(
            "One write-up can tell of several incidents. Their times and updates are copied too."
        ),
        queryset=Incident.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        offered: QuerySet[Incident],
        fitting: Template | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        template, others = self.fields["template"], self.fields["others"]
        assert isinstance(template, TemplateField)
        assert isinstance(others, IncidentsField)
        template.offer()
        others.queryset = self.offered = offered
        self.fitting = fitting
        self.initial.setdefault("template", fitting and fitting.pk)

    def clean_template(self) -> Template | None:
        """The one that was chosen, or what fits when nothing was."""
        return self.cleaned_data["template"] or self.fitting


class ShapeForm(DomainForm):
    """What the editor of a write-up asks for from now on."""

    form = forms.ChoiceField(
        label=_("Ask for"),
        choices=Form.choices,
        widget=ChoiceCards(
            hints={
                Form.FULL: _("Every section there is."),
                Form.SHORT: _("For something small: a line or two to each."),
            }
        ),
        error_messages={"required": _("Choose one of the two.")},
    )
    template = TemplateField(
        label=_("Or use a template"),
        help_text=_("Its own questions are asked. Its words go into empty sections only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, TemplateField)
        template.offer()
        template.choices = [("", _("Leave it as it is")), *template.offered]
