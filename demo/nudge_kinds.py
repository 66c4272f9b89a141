"""The page of the docs that lists every kind of nudge, from what is declared of each."""

from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from demo.one_of_each import an_example
from nudges.channels.names import Channel
from nudges.kinds import GROUPS, TEAM_KINDS, Group, Kind
from people.templatetags.goldseam import duration

TEAMS = Group(_("In the chat room of a team"), list(TEAM_KINDS.values()))
ABOUT = [
    "# Every kind of reminder\n",
    "`./dev manage nudge_kinds > docs/nudges.md` writes this page from what is declared in "
    "`nudges/kinds/`; a test compares the two.\n",
    "- **First** and **again** are moments of the reader: mornings and working days are their own, "
    "by their hours, days, time zone, public holidays and days away. Mail waits for their working "
    "time too, but for what may interrupt.",
    "- Each can be put off until later today, tomorrow or next week, and stopped. Some can be "
    "called done.",
    "- Everything is in the app. **Also by** says where else it goes unless its reader chose "
    "otherwise, in **What reaches you**.",
    "- What is **private** leaves no name, title or words on a browser or a chat.\n",
]


def nudge_kinds() -> str:
    """Every kind, group by group, with an example of its words."""
    with translation.override("en-gb"), timezone.override("UTC"):
        return "\n".join(
            [*ABOUT, *(line for group in [*GROUPS, TEAMS] for line in _group(group))]
        ).rstrip()


def _group(group: Group) -> Iterator[str]:
    yield f"## {group.label}\n"
    for kind in group.kinds:
        yield from _kind(kind)


def _kind(kind: Kind) -> Iterator[str]:
    words = an_example(kind.name)
    yield f"### {kind.title}\n"
    yield f"`{kind.name}` · {kind.when}\n"
    yield f"> **{words.title}**\n>"
    yield f"> {words.body}\n>"
    buttons = [press.says for press in words.presses] or [words.action]
    yield f"> [{'] ['.join(buttons)}]\n>"
    yield f"> *Why this came: {words.why}*\n"
    yield f"- First: {_first(kind)}"
    if again := _again(kind):
        yield f"- Again: {again}"
    yield f"- Ends when: {kind.ends_when}{_lasts(kind)}"
    yield f"- Also by: {', '.join(_channels(kind))}"
    if marks := ", ".join(_marks(kind)):
        yield f"- {marks[0].upper()}{marks[1:]}"
    yield ""


def _first(kind: Kind) -> str:
    return str(kind.timings[0].words)


def _again(kind: Kind) -> str:
    return ", then ".join(str(one.words) for one in kind.timings[1:])


def _lasts(kind: Kind) -> str:
    return f" Unanswered, after {duration(kind.lasts, 1)}." if kind.lasts else ""


def _channels(kind: Kind) -> list[str]:
    return [str(one.label).lower() for one in Channel if one in kind.channels] or ["nothing else"]


def _marks(kind: Kind) -> Iterator[str]:
    if kind.may_interrupt:
        yield "may interrupt"
    if kind.is_private:
        yield "private"
    if kind.can_be_done:
        yield "can be called done"
    if kind.is_by_itself:
        yield "never together with others"
