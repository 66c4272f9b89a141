from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import RevisionField, WordsField
from people.forms import DomainForm
from postmortems.models import LONGEST_SECTION, LONGEST_TITLE, SECTIONS, Postmortem

# A line over each box. What we know now has the four questions that experience asks.
PROMPTS = {
    "what_happened": _("In order, as it looked at the time. What could people see just then?"),
    "impact": _("Who felt it, how, and for how long? Rough numbers are fine."),
    "what_made_it_possible": _("What had to be true for it to happen? There is never only one."),
    "what_went_well": _("What helped, so that we keep it?"),
    "where_we_were_lucky": _("What could have made it worse, and did not this time?"),
    "what_surprised_us": _("Where was the system unlike the picture we had of it?"),
    "what_we_know_now": _(
        "How does our code really behave? How does one find such a problem? How did people "
        "notice? What would catch it or soften it next time?"
    ),
}

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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

    @classmethod
    def of(cls, postmortem: Postmortem) -> "WriteUpForm":
        """The form as it is before anybody types."""
        words = {name: getattr(postmortem, name) for name in WORDS}
        return cls(initial=words | {"revision": postmortem.revision})

    def boxes(self) -> list[tuple[forms.BoundField, str | None]]:
        """What is filled in, each with what somebody else saved there where that differs."""
        return [(self[name], self.theirs.get(name)) for name in WORDS]

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
