"""What a message looks like in a chat, where others may read along."""

import re
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nudges.channels.base import Message
from nudges.models import Announcement, Nudge
from nudges.telling import is_for_everybody
from nudges.wording import Wording

# What Markdown and its relatives in chats read as more than itself. Not every chat takes the
# backslashes away again, so that a name_with_lines keeps its own.
MARKS = re.compile(r"[\\`*\[\]<>~|#]|(?<!\w)_|_(?!\w)")
# Behind it nothing is a name any more: nobody in a room is called by what somebody typed.
NOBODY = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True)
class Post:
    """A title in plain text, and the rest in Markdown or in plain text."""

    title: str
    body: str


def post_of(message: Message, *, is_markdown: bool, most: int) -> Post:
    """Word a message for a chat that takes `most` characters at once."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _for_others(message)
        post = _post(words, _where_to_choose(message), is_markdown=is_markdown)
        return post if len(post.title) + len(post.body) < most else _short(words, post, most)


def test_post(*, is_markdown: bool) -> Post:
    """What somebody sees when they try an address."""
    context = {"site": settings.SITE_URL, "link": reverse("nudges:chats")}
    body = render_to_string(f"nudges/chat/test.{_ending(is_markdown)}", context).strip()
    return Post(_("A test from Goldseam"), body)


def _for_others(message: Message) -> list[Wording]:
    """The words of what everybody may read. Of the rest only that there is something, once."""
    told = zip(message.told, message.words, strict=True)
    words = [words if is_open(one) else None for one, words in told]
    shown = [one for one in words if one]
    return shown if None not in words else [*shown, _something()]


def is_open(said: Nudge | Announcement) -> bool:
    """Whether what is said may stand where others look: it is private to nobody."""
    return not said.declared.is_private and is_for_everybody(said)


def _something() -> Wording:
    """That there is something, and not what, from whom or about whom."""
    return Wording(
        title=_("Something for you in Goldseam"),
        body=_("It is for you alone, so it is not told here."),
        action=_("Look at it"),
        link=reverse("today"),
        why=_("You asked to hear of such things here."),
    )


def _where_to_choose(message: Message) -> str:
    address = message.delivery.address
    if address and address.team_id:
        return reverse("nudges:team_chats", args=[address.team_id])
    return reverse("nudges:preferences")


def _post(words: list[Wording], choose: str, *, is_markdown: bool) -> Post:
    name = "one" if len(words) == 1 else "several"
    said = [_plain(one, is_markdown=is_markdown) for one in words]
    context = {"all": said, "words": said[0], "site": settings.SITE_URL, "choose": choose}
    body = render_to_string(f"nudges/chat/{name}.{_ending(is_markdown)}", context).strip()
    return Post(_title(words), body)


def _ending(is_markdown: bool) -> str:
    return "md" if is_markdown else "txt"


def _title(words: list[Wording]) -> str:
    if len(words) == 1:
        return words[0].title.replace("@", f"@{NOBODY}")
    n = len(words)
    return ngettext("%(n)d thing, in one message", "%(n)d things, in one message", n) % {"n": n}


def _plain(words: Wording, *, is_markdown: bool) -> Wording:
    """Keep what somebody typed from being read as marks, or from calling anybody."""

    def plain(text: str) -> str:
        text = text.replace("@", f"@{NOBODY}")
        return as_markdown(text) if is_markdown else text

    return replace(
        words,
        title=plain(words.title),
        body=plain(words.body),
        action=plain(words.action),
        why=plain(words.why),
    )


def as_markdown(text: str) -> str:
    """Plain text, for a place where Markdown is read."""
    return MARKS.sub(r"\\\g<0>", text)


def _short(words: list[Wording], post: Post, most: int) -> Post:
    """The title and where to read on, for a phone's short message."""
    link = settings.SITE_URL + (words[0].link if len(words) == 1 else reverse("today"))
    return Post(post.title[: max(0, most - len(link) - 2)], link)
