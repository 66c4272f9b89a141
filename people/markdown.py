"""Markdown that people write, made into HTML that is safe to show."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
SCHEMES = {"http", "https", "mailto"}

# A picture that was pasted into an incident or a story: served by us, to those who may see that.
OUR_PICTURE = re.compile(
    r"/(?:incidents|library)/pictures/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/", re.ASCII
)

BARE_URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


# What people write is mostly short, and drawn again each time that something near it changes.
LONGEST_KEPT = 4_000


def render(text: str) -> SafeString:
    """Return `text` as HTML.

    Raw HTML in it is shown, not obeyed: someone who pastes a log line or a tag
    wants it read. Images become links, since loading one from elsewhere would
    tell that place who reads the page; only our own pictures are shown. What the
    parser makes is cleaned once more, so that a mistake in one of the two is not
    enough.
    """
    return _render_once(text) if len(text) <= LONGEST_KEPT else _render(text)


def _render(text: str) -> SafeString:
    html = _clean(_parser.render(text))
    # What scrolls sideways can be reached from the keyboard.
    for wide in ("pre", "table"):
        html = html.replace(f"<{wide}>", f'<{wide} tabindex="0">')
    return mark_safe(html)  # ast-grep-ignore: mark-safe


_render_once = lru_cache(maxsize=2_000)(_render)


def render_line(text: str) -> SafeString:
    """Return the emphasis, code and links of `text` as HTML, and no paragraph around them."""
    return _line_once(text) if len(text) <= LONGEST_KEPT else _line(text)


def _line(text: str) -> SafeString:
    return mark_safe(_clean(_parser.renderInline(text)))  # ast-grep-ignore: mark-safe


_line_once = lru_cache(maxsize=2_000)(_line)


def parse(text: str) -> list[Token]:
    """What the parser makes of `text`, for whoever draws something else of it than HTML."""
    return _parser.parse(text)


def is_safe_link(address: str) -> bool:
    """Whether an address may be followed from a text that somebody wrote."""
    return address.partition(":")[0].lower() in SCHEMES


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
        attribute_filter=_our_pictures_only,
    )


def _our_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not OUR_PICTURE.fullmatch(value):
        return None
    return value


def _lower_headings(state: StateCore) -> None:
    """Make a first-level heading a second-level one: the page has its own."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


def _without_styles(state: StateCore) -> None:
    """Align table cells by attribute: the content policy allows no styles in the page."""
    for token in state.tokens:
        if style := token.attrs.pop("style", None):
            token.attrs["align"] = str(style).removeprefix("text-align:")


def _links(state: StateCore) -> None:
    """Make bare addresses, and images that are not ours, into links, except inside a link."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        made: list[Token] = []
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type in ("link_open", "link_close") else 0
            if child.type == "image":
                alt, address = child.content, str(child.attrs.get("src", ""))
                if OUR_PICTURE.fullmatch(address):
                    child.attrs = {"src": address, "alt": "", "loading": "lazy"}
                    made.append(child)
                    continue
                made += _text(alt) if depth else _link(address, alt or address)
            elif child.type == "text" and not depth:
                made += _with_bare_urls(child.content)
            else:
                made.append(child)
        token.children = made


def _with_bare_urls(text: str) -> list[Token]:
    made: list[Token] = []
    position = 0
    for found in BARE_URL.finditer(text):
        address = _without_tail(found[0])
        made += _text(text[position : found.start()]) + _link(address, address)
        position = found.start() + len(address)
    return made + _text(text[position:])


def _without_tail(address: str) -> str:
    """Leave out the full stop or bracket that ends the sentence, not the address."""
    while address and (address[-1] in ".,;:!?'*_~" or (address[-1] == ")" and "(" not in address)):
        address = address[:-1]
    return address


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _link(address: str, words: str) -> list[Token]:
    if not _parser.validateLink(address):
        return _text(words)
    href = _parser.normalizeLink(address)
    return [
        Token("link_open", "a", 1, attrs={"href": href}),
        *_text(words),
        Token("link_close", "a", -1),
    ]


_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
_parser.enable(["table", "strikethrough"])
_parser.core.ruler.push("lower_headings", _lower_headings)
_parser.core.ruler.push("without_styles", _without_styles)
_parser.core.ruler.push("links", _links)
