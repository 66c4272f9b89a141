from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import long_text
from people.forms import DomainForm
from postmortems.models import (
    FACTOR,
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    SECTIONS,
    TITLE,
    WHOLE,
    ContributingFactor,
    Postmortem,
)
from postmortems.naming import Naming

LONGEST_LABEL = 60


class LinesField(forms.CharField):
    """Several lines, in which a line break is one character whichever way a browser sends it."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=long_text(rows), required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class NumberField(forms.IntegerField):
    """Which of several; what cannot be read means the first."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return max(0, min(super().clean(value) or 0, LONGEST_COMMENT))
        except forms.ValidationError:
            return 0


class ReplyForm(DomainForm):
    text = LinesField(
        label=_("Your comment"),
        help_text=_("Markdown works. @ and a name, as in @ruth or @Ruth Abramson, tells them."),
        max_length=LONGEST_COMMENT,
        rows=3,
    )
    suggestion = LinesField(
        label=_("Other words for it"),
        help_text=_("Exactly as they would stand there. An author takes them over with one press."),
        max_length=LONGEST_COMMENT,
        rows=2,
    )


class ThreadForm(ReplyForm):
    about = forms.ChoiceField(
        label=_("About"),
        required=False,
        error_messages={"invalid_choice": _("Choose what it is about from the list.")},
    )
    quote = LinesField(
        label=_("Which words?"),
        help_text=_("Copy them from the text. Left empty, it is about all of it."),
        max_length=LONGEST_QUOTE,
        rows=2,
    )
    nth = NumberField(required=False)
    field_order = ("about", "quote", "nth", "text", "suggestion")

    def __init__(self, *args: Any, postmortem: Postmortem, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment_%s"} | kwargs)
        self.postmortem = postmortem
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)
        about.choices = [
            (WHOLE, _("The whole write-up")),
            (TITLE, _("Title")),
            *((name, label) for name, label in SECTIONS.items() if getattr(postmortem, name)),
            *(
                (f"{FACTOR}-{factor.pk}", _short(_told(factor, postmortem)))
                for factor in postmortem.factors.all()
            ),
        ]

    def section_text(self) -> str:
        """The Markdown of the section it is about, to copy words from."""
        about = self["about"].value()
        return getattr(self.postmortem, about) if about in SECTIONS else ""


def _told(factor: ContributingFactor, postmortem: Postmortem) -> str:
    naming: Naming | None = getattr(postmortem, "naming", None)
    text = naming.text(factor.text) if naming else factor.text
    return f"{factor.get_kind_display()}. {text}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
