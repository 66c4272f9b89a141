"""Markdown as the pieces a typesetter puts on a page: plain values, so that none of it is code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token

from people.markdown import OUR_PICTURE, is_safe_link, parse

Piece = dict[str, Any]
# Deeper than this, lists and quotes go on at the same depth: paper is only so wide.
DEEPEST = 6
LONG = re.compile(r"\S{30}")
CONTAINERS = {"bullet_list_open": "list", "ordered_list_open": "list", "blockquote_open": "quote"}
MARKS = {"strong": "strong", "em": "emphasis", "s": "struck"}


def pieces_of(text: str) -> list[Piece]:
    """The blocks of a text, each with what is in it."""
    return list(_blocks(iter(parse(text)), until="", depth=0))


def line_of(text: str) -> list[Piece]:
    """The runs of a text that is one paragraph, and of another one its blocks as one."""
    runs: list[Piece] = []
    for token in parse(text):
        if token.type == "inline":
            runs += ([{"text": " "}] if runs else []) + list(_runs(token))
        elif token.type in ("fence", "code_block"):
            runs.append(_text(token.content.strip()) | {"code": True})
    return runs


def _text(text: str) -> Piece:
    """A text, and whether it has a word that may be too long for a line."""
    return {"text": text} | ({"long": True} if LONG.search(text) else {})


def _blocks(tokens: Iterator[Token], *, until: str, depth: int) -> Iterator[Piece]:
    for token in tokens:
        if token.type == until:
            return
        if token.type in ("paragraph_open", "heading_open"):
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            yield from _words(next(tokens), level=level)
        elif token.type in CONTAINERS:
            yield from _container(token, tokens, depth=depth)
        elif token.type in ("fence", "code_block"):
            yield {"kind": "code"} | _text(token.content.rstrip("\n"))
        elif token.type == "hr":
            yield {"kind": "rule"}
        elif token.type == "table_open":
            yield _table(tokens)


def _words(inline: Token, *, level: int) -> Iterator[Piece]:
    """A paragraph or a heading. What shows a picture ends there, and goes on after it."""
    kind: Piece = {"kind": "heading", "level": level} if level else {"kind": "paragraph"}
    runs: list[Piece] = []
    for run in _runs(inline):
        if "picture" not in run:
            runs.append(run)
            continue
        if any(one.get("text", "").strip() for one in runs):
            yield kind | {"runs": runs}
        yield {"kind": "picture"} | run
        runs = []
    if runs:
        yield kind | {"runs": runs}


def _container(opened: Token, tokens: Iterator[Token], *, depth: int) -> Iterator[Piece]:
    closes = opened.type.replace("_open", "_close")
    if CONTAINERS[opened.type] == "quote":
        inside = list(_blocks(tokens, until=closes, depth=depth + 1))
        yield from inside if depth >= DEEPEST else [{"kind": "quote", "blocks": inside}]
        return
    items = []
    for token in tokens:
        if token.type == closes:
            break
        items.append(list(_blocks(tokens, until="list_item_close", depth=depth + 1)))
    if depth >= DEEPEST:
        yield from (block for item in items for block in item)
        return
    start = int(opened.attrs.get("start", 1))
    numbered = opened.type == "ordered_list_open"
    yield {"kind": "list", "numbered": numbered, "start": start, "items": items}


def _table(tokens: Iterator[Token]) -> Piece:
    rows: list[list[list[Piece]]] = []
    aligned: list[str] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            if len(rows) == 1:
                aligned.append(str(token.attrs.get("align", "left")))
            rows[-1].append(list(_runs(next(tokens))))
    return {"kind": "table", "aligned": aligned, "head": rows[0], "rows": rows[1:]}


@dataclass(frozen=True)
class _Style:
    """How the words are set that come next."""

    strong: int = 0
    emphasis: int = 0
    struck: int = 0
    link: str = ""

    def of(self, text: str, *, is_code: bool = False) -> Piece:
        run = _text(text)
        run |= {name: True for name in MARKS.values() if getattr(self, name)}
        if is_code:
            run["code"] = True
        if self.link:
            run["link"] = self.link
        return run


def _runs(inline: Token) -> Iterator[Piece]:
    style = _Style()
    for token in inline.children or []:
        name, _sep, end = token.type.rpartition("_")
        if token.type == "text" and token.content:
            yield style.of(token.content)
        elif token.type == "code_inline":
            yield style.of(token.content, is_code=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield {"break": True}
        elif token.type == "image":
            yield _picture(token)
        elif name == "link":
            href = str(token.attrs.get("href", ""))
            style = replace(style, link=href if end == "open" and is_safe_link(href) else "")
        elif name in MARKS:
            step = 1 if end == "open" else -1
            style = replace(style, **{MARKS[name]: getattr(style, MARKS[name]) + step})


def _picture(token: Token) -> Piece:
    """A picture of ours; what else is shown somewhere has become a link already."""
    address = str(token.attrs.get("src", ""))
    assert OUR_PICTURE.fullmatch(address)
    return {"picture": address, "alt": token.content}
