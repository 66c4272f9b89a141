"""Links as Markdown writes them: inline, bare, and by reference."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 1000

_ADDRESS = rf"https?://[^\s<>]{{1,{LONGEST}}}?"
_TEXT = r"[^\[\]]{1,300}"
_IMAGE = rf"!\[(?:{_TEXT})?\]\([^()\s]{{0,{LONGEST}}}\)"
_INLINE = rf"\]\(\s?<?(?P<inline>{_ADDRESS})>?(?:\s[\"'(][^\n]{{0,200}}?)?\)"
_BARE = r"(?P<bare>https?://[^\s<>\"'\])]+)"
_REFERENCE = rf"\[(?P<text>{_TEXT})\](?:\[(?P<label>[^\[\]]{{0,300}})\])?"
_ANY = re.compile(rf"{_IMAGE}|{_INLINE}|{_BARE}|{_REFERENCE}(?!\()")
_TARGET = re.compile(r"\]:\s*<?(?P<target>[^\s>]+)")

# "Issue", "#123", "link to issue": a link that only says that it is one.
_POINTER = (
    r"(?:(?:see|link)(?: (?:to|for|here for))?(?: (?:the|an?))? ?)?"
    r"(?:(?:github )?(?:issue|pr|pull request|ticket)s?(?: (?:here|for it))?|here|link)?"
    r"(?: ?#?\d+)?"
)
_CLOSING = re.compile(
    rf"(?:(?P<open>(?:^|\s)\()|(?<![\w(]))"
    rf"(?:\[(?P<words>{_POINTER})\](?:\((?P<inline>{_ADDRESS})\)|\[(?P<label>[^\[\]]{{1,300}})\])"
    rf"|<?(?P<bare>https?://[^\s<>()]{{1,{LONGEST}}})>?)"
    r"(?P<close>\))?\.?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClosingLink:
    """A link that ends a line and only points; `label` is set when it is by reference."""

    start: int
    address: str
    label: str = ""


def first_link(text: str, definitions: Mapping[str, str]) -> str:
    """The address of the first link in a text that is not too long, or nothing."""
    for match in _ANY.finditer(text):
        if address := _written(match):
            return address
        if match["text"] is not None and (
            address := _target(definitions, match["label"] or match["text"])
        ):
            return address
    return ""


def closing_link(line: str, definitions: Mapping[str, str]) -> ClosingLink | None:
    """The link at the end of a line, when what is before it reads well without."""
    match = _CLOSING.search(line, max(0, len(line) - LONGEST - 400))
    if match is None or bool(match["open"]) is not bool(match["close"]):
        return None
    before = line[: match.start()]
    if before.count("(") != before.count(")"):
        return None
    if "://" in re.split(r"\s", before)[-1]:  # it is the end of a longer address
        return None
    if match["label"] is None:
        address = _written(match)
        return ClosingLink(match.start(), address) if address else None
    label = _key(match["label"])
    address = _target(definitions, label)
    return ClosingLink(match.start(), address, label) if address else None


def labels_in(text: str) -> set[str]:
    """The labels of the link definitions a text refers to."""
    return {
        _key(match["label"] or match["text"])
        for match in _ANY.finditer(text)
        if match["text"] is not None
    }


def _target(definitions: Mapping[str, str], label: str) -> str:
    target = _TARGET.search(definitions.get(_key(label), ""))
    if target is None or not target["target"].startswith(("https://", "http://")):
        return ""
    return target["target"] if len(target["target"]) <= LONGEST else ""


def _written(match: re.Match[str]) -> str:
    """The address in a text, without a stop after it; nothing when it is too long to be a link."""
    address = (match["inline"] or match["bare"] or "").rstrip(".,;:")
    return address if len(address) <= LONGEST else ""


def _key(label: str) -> str:
    return " ".join(label.lower().split())
