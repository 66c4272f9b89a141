from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import RevisionField, WordsField
from people.forms import DomainForm
from postmortems.models import LONGEST_SECTION, LONGEST_TITLE, PROMPTS, SECTIONS, Postmortem
from postmortems.models.template import label_of

WORDS = ["title", *SECTIONS]


class WriteUpForm(DomainForm):
    """The title and the sections.

    Every box carries along what it held when the page was made, so that after
    somebody else's save it is known what was typed here and what only stood here.
    """

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput({"data-editor": ""}),
        show_hidden_initial=True,
        error_messages={"required": _("A few words that somebody would search for.")},
    )
    revision = RevisionField(required=False)

    def __init__(self, *args: Any, postmortem: Postmortem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            name: WordsField(
                label=label,
                help_text=PROMPTS[name],
                rows=5,
                max_length=LONGEST_SECTION,
                required=False,
                show_hidden_initial=True,
            )
            for name, label in SECTIONS.items()
        }
        self.theirs: dict[str, str] = {}
        self.asked = list(SECTIONS)
        if postmortem:
            self._ask(postmortem)

    @classmethod
    def of(cls, postmortem: Postmortem) -> "WriteUpForm":
        """The form as it is before anybody types."""
        words = {name: getattr(postmortem, name) for name in WORDS}
        return cls(initial=words | {"revision": postmortem.revision}, postmortem=postmortem)

    def _ask(self, postmortem: Postmortem) -> None:
        """Put the form's or the template's own words over the boxes, and its sections in front."""
        template = postmortem.template_in_use
        self.asked = [name for name in SECTIONS if postmortem.asks_for(name)]
        for name in self.asked:
            field = self.fields[name]
            field.label = label_of(postmortem.form, name)
            field.help_text = template.prompt(name) if template else PROMPTS[name]

    def boxes(self) -> list[tuple[forms.BoundField, str | None]]:
        """What is asked for, each with what somebody else saved there where that differs."""
        return self._boxes(["title", *self.asked])

    def more_boxes(self) -> list[tuple[forms.BoundField, str | None]]:
        """The sections that this form does not ask for, and that are there all the same."""
        return self._boxes([name for name in SECTIONS if name not in self.asked])

    @property
    def shows_more(self) -> bool:
        """Whether one of those has something to look at."""
        return any(field.errors or theirs for field, theirs in self.more_boxes())

    def _boxes(self, names: list[str]) -> list[tuple[forms.BoundField, str | None]]:
        return [(self[name], self.theirs.get(name)) for name in names]

    def catch_up(self, saved: Postmortem) -> None:
        """After somebody else's save, put what they wrote where nothing was typed here.

        What both changed stays as it was typed, and theirs is shown beside it. The
        next save begins from theirs.
        """
        data = dict(self.data.items())
        for name in WORDS:
            typed, began, theirs = self.cleaned_data[name], self._began(name), getattr(saved, name)
            if typed == began:
                data[name] = theirs
            elif theirs not in (began, typed):
                self.theirs[name] = theirs
            data[f"initial-{name}"] = theirs
        data["revision"] = saved.revision
        self.data = data
        for name in self.theirs:
            self.add_error(name, _("Somebody else changed this too. Theirs is below."))

    def _began(self, name: str) -> str:
        return str(self.fields[name].to_python(self.data.get(f"initial-{name}")))
