"""What each undo path suggests to do next, in the order in which it mostly helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import UndoPath


@dataclass(frozen=True)
class Step:
    """One suggested step: its key stays when its words are changed."""

    key: str
    title: Promise
    why: Promise
    leads_to: str = ""
    """The name of the page in which it is done, where it has one."""


STEPS: dict[str, list[Step]] = {
    UndoPath.ROLL_BACK: [
        Step(
            "roll_back",
            _("Roll back what changed last"),
            _("It is the quickest way to make it stop. The tools are in this room."),
        ),
        Step(
            "look",
            _("Look whether it got better"),
            _("At whatever showed it first: the graph, the alert, the person who rang."),
        ),
        Step(
            "hold",
            _("Hold further releases"),
            _("So that the same change does not come back with the next one."),
        ),
        Step(
            "say",
            _("Say that it was rolled back"),
            _("An update of one line lets everybody who waits breathe out."),
        ),
        Step(
            "keep",
            _("Keep the logs and graphs of that time"),
            _("They are soon gone, and finding out why can wait."),
        ),
    ],
    UndoPath.ROLL_BACK_AND_REPAIR: [
        Step(
            "stop",
            _("Stop what writes it"),
            _("Roll back, or switch to read-only, so that there are no more rows to repair."),
        ),
        Step(
            "window",
            _("Write down from when to when it was written"),
            _("The first and the last wrong row say where to look."),
        ),
        Step(
            "copy",
            _("Keep a copy of the rows as they are"),
            _("Then the repair can be undone as well."),
        ),
        Step(
            "repair",
            _("Begin the data repair"),
            _("It leads through scope, copy, dry run and a second pair of eyes, step by step."),
            leads_to="incidents:begin_repair",
        ),
        Step(
            "readers",
            _("Tell whoever reads this data"),
            _("Reports, payouts and exports may have it already."),
        ),
    ],
    UndoPath.FIX_FORWARD: [
        Step(
            "smaller",
            _("Make it smaller first"),
            _("Switch off, slow down or take out of the way what hurts. It need not be pretty."),
        ),
        Step(
            "see",
            _("Find the smallest way to see it"),
            _("One request or one test that shows it makes the fix quick to check."),
        ),
        Step(
            "fix",
            _("Write the smallest fix"),
            _("Only what stops the hurt. The rest can wait for daylight."),
        ),
        Step(
            "read",
            _("Have somebody read the fix"),
            _("A second reader helps most when everybody is in a hurry."),
        ),
        Step(
            "part",
            _("Release it to a small part"),
            _("Look there, and then release the rest."),
        ),
    ],
    UndoPath.IRREVERSIBLE: [
        Step(
            "stop",
            _("Stop more from leaving"),
            _("Hold the queue, pause the job, switch the sending off."),
        ),
        Step(
            "list",
            _("List who was reached, and by what"),
            _("All that comes after begins with this list."),
        ),
        Step(
            "ask",
            _("Ask whoever knows what we promised"),
            _("Support, legal or privacy may have a text ready, or a deadline."),
        ),
        Step(
            "write",
            _("Write to the people it reached"),
            _("Early, plain and true. One message that is right is better than three guesses."),
        ),
        Step(
            "soften",
            _("Soften what can be softened"),
            _("A refund, a second mail, somebody who rings them."),
        ),
    ],
    UndoPath.UNKNOWN: [
        Step(
            "since",
            _("Find out since when"),
            _("The first sign of it, in a graph or a log, says where to look."),
        ),
        Step(
            "before",
            _("List what went out just before"),
            _("Releases, flags, jobs, changes elsewhere. A list is enough for now."),
        ),
        Step(
            "written",
            _("Look whether anything wrong was written"),
            _("Follow one example from end to end. If rows are wrong, they will need a repair."),
        ),
        Step(
            "left",
            _("Look whether anything left that cannot return"),
            _("A mail, a payment, a message to a partner."),
        ),
        Step(
            "choose",
            _("Say how it can be undone"),
            _("As soon as somebody can tell. The steps here change with it."),
        ),
    ],
}


def suggestion_of(path: str, step: Step) -> str:
    """What a task remembers of the step it was made from."""
    return f"step:{path}:{step.key}"


def find_step(path: str, key: str) -> Step | None:
    return next((step for step in STEPS.get(path, []) if step.key == key), None)


def leads_to(suggestion: str) -> str:
    """The name of the page in which what was suggested is done, or nothing."""
    _kind, _, rest = suggestion.partition(":")
    path, _, key = rest.partition(":")
    step = find_step(path, key)
    return step.leads_to if step else ""
