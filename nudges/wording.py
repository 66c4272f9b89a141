"""Turn a nudge into words, from the template of its kind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template import Context
from django.template.engine import Engine

from nudges.attachments import HasItems, Item
from nudges.kinds import Kind
from nudges.models import Announcement, Nudge
from nudges.telling import PREPARES


@dataclass(frozen=True)
class Press:
    """A button that gives an answer: its words, the path it sends to, and what it sends."""

    says: str
    address: str
    answer: str = ""


@dataclass(frozen=True)
class Wording:
    """Plain text, to be escaped where it is shown.

    `link` is a path on this site. `presses` are the answers that one press gives.
    """

    title: str
    body: str
    action: str
    link: str
    why: str
    presses: tuple[Press, ...] = ()
    items: Sequence[Item] = ()


def prepare(nudges: Iterable[Nudge | Announcement]) -> None:
    """See to what nudges are about, all at once, before they are worded."""
    about = [nudge.about for nudge in nudges if nudge.about]
    for see_to in PREPARES:
        see_to(about)


def wording(nudge: Nudge | Announcement) -> Wording:
    """The words of a nudge, or of an announcement, that was prepared."""
    about = nudge.about
    return replace(words_about(about, nudge), items=_items(about, nudge))


def words_about(about: Any, nudge: Nudge | Announcement) -> Wording:
    """What a nudge says about something, which has to be loaded and prepared."""
    recipient = nudge.recipient if isinstance(nudge, Nudge) else None
    context = Context({"about": about, "recipient": recipient, "nudge": nudge}, autoescape=False)

    def words(part: str) -> str:
        template = Engine.get_default().get_template(f"{nudge.declared.wording}#{part}")
        return " ".join(template.render(context).split())

    return Wording(
        title=words("title"),
        body=words("body"),
        action=words("action"),
        link=words("link"),
        why=str(nudge.declared.why),
        presses=tuple(_presses(nudge.declared, words)),
    )


def _items(about: Any, nudge: Nudge | Announcement) -> Sequence[Item]:
    if isinstance(nudge, Nudge) and isinstance(about, HasItems):
        return about.items_for(nudge.recipient)
    return ()


def _presses(declared: Kind, words: Callable[[str], str]) -> Iterator[Press]:
    """What can be answered at once. A template leaves out an answer that does not fit just now."""
    if declared.is_one_press:
        yield Press(words("action"), words("press"))
    for answer in declared.answers:
        if says := words(answer.name):
            yield Press(says, words(f"{answer.name}_press"), answer.sends)
