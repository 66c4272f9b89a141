from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import WordsField
from people.forms import DomainForm
from people.widgets import ChoiceCards
from postmortems.models import PROMPTS, SECTIONS, Form, Occasion, Template

LONGEST_TEXT = 10_000


class TemplateForm(DomainForm):
    """What a write-up begins with: for each section whether it is asked for, and with which words.

    Its fields are gathered into what the domain function takes.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give it a name, so that people can choose it.")},
    )
    form = forms.ChoiceField(
        label=_("Form"),
        choices=Form.choices,
        initial=Form.FULL,
        widget=ChoiceCards(
            hints={
                Form.FULL: _("Sections are called by their names."),
                Form.SHORT: _("Sections are called by a question."),
            }
        ),
    )
    occasions = forms.MultipleChoiceField(
        label=_("It is chosen by itself for"),
        help_text=_("Each severity has one template: choosing it here takes it from another."),
        choices=Occasion.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SECTIONS:
            self.fields |= {
                f"asks_{name}": forms.BooleanField(
                    label=_("Ask for it"), required=False, initial=True
                ),
                f"prompt_{name}": forms.CharField(
                    label=_("The line over its box"),
                    help_text=PROMPTS[name],
                    max_length=500,
                    required=False,
                ),
                f"text_{name}": WordsField(
                    label=_("What it begins with"),
                    max_length=LONGEST_TEXT,
                    required=False,
                    rows=2,
                ),
            }

    @classmethod
    def known_of(cls, template: Template) -> dict[str, Any]:
        """What the form for a template begins with."""
        known: dict[str, Any] = {
            "name": template.title,
            "form": template.form,
            "occasions": [one.occasion for one in template.defaults.all()],
        }
        for name in SECTIONS:
            known |= {
                f"asks_{name}": name in template.sections,
                f"prompt_{name}": template.prompts.get(name, ""),
                f"text_{name}": template.texts.get(name, ""),
            }
        return known

    def rows(self) -> list[tuple[str, forms.BoundField, list[forms.BoundField], bool]]:
        """Each section: its name, whether it is asked for, its words, and whether there are any."""
        found = []
        for name, label in SECTIONS.items():
            words = [self[f"{part}_{name}"] for part in ("prompt", "text")]
            is_open = any(field.value() or field.errors for field in words)
            found.append((str(label), self[f"asks_{name}"], words, is_open))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("name", "form", "occasions") if name in cleaned},
            "sections": [name for name in SECTIONS if cleaned.get(f"asks_{name}")],
            "prompts": {name: cleaned.get(f"prompt_{name}", "") for name in SECTIONS},
            "texts": {name: cleaned.get(f"text_{name}", "") for name in SECTIONS},
        }


class UseTemplateForm(DomainForm):
    is_in_use = forms.BooleanField(required=False)
