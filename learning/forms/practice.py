"""The forms with which a scenario is made, and those with which it is played."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.fields import RevisionField, TokenField, WordsField
from incidents.forms.timeline import TypedAnewForm
from learning.forms.stories import TagsField
from learning.models import Clue, Scenario
from people.forms import DomainForm

LONGEST_PLAY = 600


class ScenarioForm(TypedAnewForm):
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What somebody would see at first, and not what it turned out to be."),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("A few words are enough.")},
    )
    known_at_start = WordsField(
        label=_("What is known at the start"),
        help_text=_("What the first person said, what they had just done. Markdown works."),
        max_length=5_000,
        rows=4,
        error_messages={"required": _("One line is enough, such as what the first person said.")},
    )
    revision = RevisionField(required=False)

    @classmethod
    def of(cls, scenario: Scenario, data: Any = None) -> "ScenarioForm":
        return cls(data, initial=words_of(scenario) | {"revision": scenario.revision})


def words_of(scenario: Scenario) -> dict[str, Any]:
    return {"title": scenario.title, "known_at_start": scenario.known_at_start}


class ClueForm(TypedAnewForm):
    """What there is to be found, and in which of two ways; one is enough."""

    text = WordsField(
        label=_("What they see"),
        help_text=_("A line of a log, a graph in words, what a colleague says. Markdown works."),
        max_length=5_000,
        rows=3,
        error_messages={"required": _("A few words are enough.")},
    )
    after_minutes = forms.IntegerField(
        label=_("After so many minutes"),
        help_text=_("It then comes by itself. Leave it empty when somebody has to look."),
        min_value=0,
        max_value=LONGEST_PLAY,
        required=False,
        error_messages={
            "invalid": _("A whole number of minutes, such as 5."),
            "min_value": _("A practice begins at minute 0."),
            "max_value": _("Nobody plays for so long. An hour is 60."),
        },
    )
    topics = TagsField(
        label=_("When somebody looks at"),
        help_text=_("Words they might use, with commas: logs, last deploy, dashboard."),
        required=False,
    )
    revision = RevisionField(required=False)

    @classmethod
    def of(cls, clue: Clue, data: Any = None) -> "ClueForm":
        return cls(data, initial=words_of_clue(clue) | {"revision": clue.revision})


def words_of_clue(clue: Clue) -> dict[str, Any]:
    words = {"text": clue.text, "after_minutes": clue.after_minutes}
    return words | {"topics": ", ".join(clue.topics)}


class AddClueForm(DomainForm):
    """A new clue, with the fields of one that is there."""

    text = ClueForm.base_fields["text"]
    after_minutes = ClueForm.base_fields["after_minutes"]
    topics = ClueForm.base_fields["topics"]


class MoveForm(DomainForm):
    is_up = forms.BooleanField(required=False)


class StartForm(DomainForm):
    client_token = TokenField()


class LookForm(DomainForm):
    words = forms.CharField(
        label=_("What do you want to look at?"),
        help_text=_("The logs, a dashboard, the last release, or whom you would ask."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("A word or two: logs, dashboard, the last release.")},
    )
