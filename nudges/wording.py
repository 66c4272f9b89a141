"""Turn a nudge into words, from the template of its kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template import Context
from django.template.engine import Engine

from nudges.attachments import HasItems, Item
from nudges.models import Announcement, Nudge
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
    items: Sequence[Item] = ()


def prepare(nudges: Iterable[Nudge | Announcement]) -> None:
    """See to what nudges are about, all at once, before they are worded."""
    about = [nudge.about for nudge in nudges if nudge.about]
    for see_to in PREPARES:
        see_to(about)


def wording(nudge: Nudge | Announcement) -> Wording:
    """The words of a nudge, or of an announcement, that was prepared."""
    recipient = nudge.recipient if isinstance(nudge, Nudge) else None

    def words(part: str) -> str:
        template = Engine.get_default().get_template(f"{nudge.declared.wording}#{part}")
        context = Context(
            {"about": nudge.about, "recipient": recipient, "nudge": nudge}, autoescape=False
        )
        return " ".join(template.render(context).split())

    return Wording(
        title=words("title"),
        body=words("body"),
        action=words("action"),
        link=words("link"),
        why=str(nudge.declared.why),
        press=words("press") if nudge.declared.is_one_press else "",
        items=_items(nudge),
    )


def _items(nudge: Nudge | Announcement) -> Sequence[Item]:
    if isinstance(nudge, Nudge) and isinstance(nudge.about, HasItems):
        return nudge.about.items_for(nudge.recipient)
    return ()
