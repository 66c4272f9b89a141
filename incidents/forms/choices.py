"""The choices that several forms offer, each with a line that says what it means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Mode, Severity, UndoPath
from people.organisation import the_organisation

Hints = dict[str, str | Promise]

UNDO_HINTS: Hints = {
    UndoPath.ROLL_BACK: _("One command puts it right"),
    UndoPath.ROLL_BACK_AND_REPAIR: _("Something wrong was written"),
    UndoPath.FIX_FORWARD: _("There is no way back"),
    UndoPath.IRREVERSIBLE: _("What left cannot return: a mail, a payment"),
    UndoPath.UNKNOWN: _("That is fine, we will find out"),
}
SEVERITY_HINTS: Hints = {
    Severity.CRITICAL: _("Most customers, or money"),
    Severity.MAJOR: _("Some customers"),
    Severity.MINOR: _("A few, with a way round"),
    Severity.UNSET: _("You can leave this open"),
}
MODE_HINTS: Hints = {
    Mode.LIVE: _("Everyone here can see it and come to help"),
    Mode.PRACTICE: _("Clearly marked, and nobody else is told"),
    Mode.RECORD: _("Write it down; nobody is asked to respond"),
}

# The same for somebody who has never filed: more words, and none that one has to know.
FIRST_UNDO_HINTS: Hints = {
    UndoPath.ROLL_BACK: _("Going back to the version before makes it right"),
    UndoPath.ROLL_BACK_AND_REPAIR: _("Go back, then correct what was written wrongly meanwhile"),
    UndoPath.FIX_FORWARD: _("Going back does not help, or cannot be done"),
    UndoPath.IRREVERSIBLE: _("Something has left that cannot return: a mail, a payment"),
    UndoPath.UNKNOWN: _("The most usual answer. You find out together"),
}
FIRST_SEVERITY_HINTS: Hints = {
    Severity.CRITICAL: _("Most customers notice, or money or data goes wrong"),
    Severity.MAJOR: _("Some customers cannot do what they came for"),
    Severity.MINOR: _("A few people notice, and there is another way to do it"),
    Severity.UNSET: _("A fine answer. Anybody can fill it in later"),
}
FIRST_MODE_HINTS: Hints = {
    Mode.LIVE: _("Everyone here can see it, and people can come to help"),
    Mode.PRACTICE: _("Only to try it out. It is marked, and nobody is asked for anything"),
    Mode.RECORD: _("It has passed. You write it down, and nobody is asked to respond"),
}


def severities() -> list[tuple[str, str | Promise]]:
    """The severities, with the open answer last."""
    chosen = [choice for choice in Severity.choices if choice[0]]
    return [*chosen, (Severity.UNSET.value, Severity.UNSET.label)]


def defined_severities() -> list[tuple[str, str]]:
    """The severities with what each means, where there is no card to say it on."""
    hints = severity_hints()
    return [
        (value, f"{label}: {hints[value]}" if value else str(label))
        for value, label in severities()
    ]


def severity_hints() -> Hints:
    """What each severity means, as the organisation defines it."""
    return SEVERITY_HINTS | _defined_here()


def first_severity_hints() -> Hints:
    """The same for somebody who has never filed."""
    return FIRST_SEVERITY_HINTS | _defined_here()


def _defined_here() -> Hints:
    ours = the_organisation()
    return {value: meaning for value in SEVERITY_HINTS if (meaning := ours.meaning_of(value))}
