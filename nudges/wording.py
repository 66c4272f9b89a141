"""Turn a nudge into words, from the template of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Context
from django.template.engine import Engine

from nudges.models import Nudge
from nudges.telling import PREPARES


@dataclass(frozen=True)
class Wording:
    """Plain text, to be escaped where it is shown.

    `link` is a path on this site. `press` is one too, where one press is the whole answer.
    """

    title: str
    body: str
    action: str
    link: str
    why: str
    press: str = ""


def wordings(nudges: Sequence[Nudge]) -> list[Wording]:
    """The words of each nudge, with their subjects loaded."""
    for prepare in PREPARES:
        prepare([nudge.about for nudge in nudges if nudge.about])
    return [_wording(nudge) for nudge in nudges]


def wording(nudge: Nudge) -> Wording:
    """The words of one nudge."""
    return wordings([nudge])[0]


def _wording(nudge: Nudge) -> Wording:
    def words(part: str) -> str:
        template = Engine.get_default().get_template(f"{nudge.declared.wording}#{part}")
        context = Context(
            {"about": nudge.about, "recipient": nudge.recipient, "nudge": nudge}, autoescape=False
        )
        return " ".join(template.render(context).split())

    return Wording(
        title=words("title"),
        body=words("body"),
        action=words("action"),
        link=words("link"),
        why=str(nudge.declared.why),
        press=words("press") if nudge.declared.is_one_press else "",
    )
