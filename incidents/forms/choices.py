"""The choices that several forms offer, each with a line that says what it means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Mode, Severity, UndoPath

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


def severities() -> list[tuple[str, str | Promise]]:
    """The severities, with the open answer last."""
    chosen = [choice for choice in Severity.choices if choice[0]]
    return [*chosen, (Severity.UNSET.value, Severity.UNSET.label)]
