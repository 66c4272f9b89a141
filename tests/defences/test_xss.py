"""Whatever somebody writes, what is drawn of it runs nothing and loads nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest

from incidents.domain.filing import declare_incident
from incidents.domain.room import add_note
from people.markdown import render, render_line
from tests.factories import StoryFactory, UserFactory

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>",
    '<a href="javascript:alert(1)">a</a>',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](&#x6A;avascript&colon;alert(1))",
    "[a](vbscript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](<javascript:alert(1)>)",
    "[a]: javascript:alert(1)\n\n[a]",
    "![a](javascript:alert(1))",
    '![a](x"onerror="alert(1))',
    '!["onerror="alert(1)](https://example.org/a.png)',
    "<javascript:alert(1)>",
    "`<script>alert(1)</script>`",
    '```"><script>alert(1)</script>\na\n```',
    '| a |\n|:-:" onmouseover="alert(1)|\n| b |',
    "<style>*{background:url(https://example.org)}</style>",
    "<base href=https://example.org>",
    "<form action=https://example.org><input name=a></form>",
    "<meta http-equiv=refresh content=0;url=https://example.org>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    'https://example.org/"onmouseover="alert(1)',
    '[a](https://example.org "" onmouseover=alert(1) "")',
    "\u2028<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
]
ACTIVE = {
    *("script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "button"),
    *("base", "meta", "link", "template", "noscript", "details", "video", "audio"),
}  # fmt: skip


SCHEME = re.compile(r"([^/?#]*?)(:|&colon;)")
KNOWN = {"http", "https", "mailto"}


class Looking(HTMLParser):
    """Notes what a browser would run, or fetch from elsewhere."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag in ACTIVE:
            self.found.append(tag)
        for name, value in attributes:
            value = (value or "").strip().lower()
            if name.startswith("on") or name in {"style", "srcset", "srcdoc", "formaction"}:
                self.found.append(f"{tag} {name}")
            if name == "href" and SCHEME.match(value) and SCHEME.match(value)[1] not in KNOWN:
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and not value.startswith("/"):
                self.found.append(f"{tag} {name}={value}")


def active_in(html):
    looking = Looking()
    looking.feed(html)
    return looking.found


@pytest.mark.parametrize("text", VECTORS)
def test_nothing_that_is_written_runs(text):
    for written in (text, f"- {text}", f"> {text}", f"# {text}", f"**{text}**"):
        assert active_in(render(written)) == []
        assert active_in(render_line(written)) == []


# What our own pages have in them, and what people write has not.
OURS = {
    "form",
    "input",
    "button",
    "svg",
    "template",
    "details",
    "link",
    "meta",
    "script",
    "button formaction",
}


@pytest.mark.django_db
def test_nothing_that_is_written_runs_on_a_page(client_of):
    words = "\n\n".join(VECTORS).replace("\0", "")
    by = UserFactory(display_name="<img src=x onerror=alert(1)>")
    incident = declare_incident(by=by, title="<svg onload=alert(1)>")
    add_note(incident, by=by, text=words)
    story = StoryFactory(by=by, title="<script>alert(1)</script>", what_broke=words)
    client = client_of(by)

    for where in ("/", "/incidents/", incident.get_absolute_url(), story.get_absolute_url()):
        page = client.get(where).content.decode()
        assert [one for one in active_in(page) if one not in OURS] == [], where
        assert "<script>alert" not in page
        assert "<svg onload" not in page
