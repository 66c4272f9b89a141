"""What is covered, and that everything else stays where it was."""

import pytest

from lens import analyse
from lens.masking import mask

COVERED = {
    "fenced code": "```\nthe engineer failed to check\n```",
    "fenced code with tildes": "~~~text\nthe engineer failed to check\n~~~",
    "fenced code that never ends": "```\nthe engineer failed to check",
    "a longer fence around a shorter": "````\n```\nthe engineer failed to check\n````",
    "fenced code in a list": "- see\n\n  ```\n  the engineer failed to check\n  ```",
    "indented code": "See:\n\n    the engineer failed to check\n",
    "indented code with blank lines": "See:\n\n    x\n\n    the engineer failed to check\n",
    "inline code": "It printed `the engineer failed to check` twice.",
    "inline code with two backticks": "It printed ``the engineer ` failed to check`` twice.",
    "a block quote": "> the engineer failed to check",
    "the lazy end of a block quote": "> They wrote that\nthe engineer failed to check",
    "straight quotation marks": 'They wrote "the engineer failed to check" to us.',
    "straight single marks": "They wrote 'the engineer failed to check' to us.",
    "curly marks": "They wrote “the engineer failed to check” to us.",
    "curly single marks": "They wrote ‘the engineer failed to check’ to us.",
    "low marks": "They wrote „the engineer failed to check“ to us.",
    "angle marks": "They wrote «the engineer failed to check» to us.",
    "angle marks the other way": "They wrote »the engineer failed to check« to us.",
    "corner marks": "They wrote 「the engineer failed to check」 to us.",
    "a quotation over lines": 'They wrote "well,\nthe engineer failed to check" to us.',
    "a quotation over paragraphs": "They wrote “well,\n\nthe engineer failed to check” to us.",
    "a quotation that opens anew": 'A "first.\n\n"the engineer failed to check" ended it.',
    "a first paragraph that never closes": '"the engineer failed to check.\n\n"That is all."',
    "front matter": "---\ntitle: the engineer failed to check\n---\nText.",
    "a comment": "<!-- the engineer failed to check -->",
    "a comment that never ends": "<!-- the engineer failed to check",
    "preformatted HTML": "<pre>\nthe engineer failed to check\n</pre>",
    "an attribute": '<img alt="the engineer failed to check" src="x.png">',
    "the target of a link": "[x](<the engineer failed to check>)",
    "the title of a link": '[x](y.html "the engineer failed to check")',
    "a definition of a link": "[x]: y.html 'the engineer failed to check'",
    "a log line": "2026-03-01 10:00:00 ERROR the engineer failed to check",
    "a log line with a level first": "ERROR: app.jobs: the engineer failed to check",
    "logfmt": "level=error msg=x the engineer failed to check",
    "syslog": "Mar  1 10:00:00 host app[7]: the engineer failed to check",
    "a line of a console": "$ echo the engineer failed to check",
    "an address": "https://example.org/?q=human-error&root-cause=1",
}
SEEN = {
    "plain prose": "The engineer failed to check.",
    "emphasis": "The **engineer** _failed_ to *check*.",
    "a wrapped line": "The engineer\nfailed to check.",
    "a list item": "* The engineer failed to check",
    "a numbered item": "2) The engineer failed to check",
    "a task": "- [ ] The engineer failed to check",
    "a deeper item": "- a\n\n    - The engineer failed to check",
    "a paragraph in an item": "- a\n\n    The engineer failed to check",
    "a heading": "## The engineer failed to check",
    "a cell": "| 10:00 | The engineer failed to check |\n|---|---|",
    "after a closed fence": "```\nx\n```\nThe engineer failed to check.",
    "after a block quote": "> x\n\nThe engineer failed to check.",
    "after an apostrophe": "It's the users' wish. The engineer failed to check.",
    "after an inch mark": 'A 19" rack. The engineer failed to check. A 21" rack.',
    "after a mark that never closes": 'He said "no. The engineer failed to check.',
    "between two quotations": '"A" and "B": the engineer failed to check, "C".',
    "the text of a link": "[The engineer failed to check](y.html).",
    "after a lone backtick": "A ` here. The engineer failed to check.",
    "a moment of a timeline": "10:00 The engineer failed to check",
    "Windows line ends": "x\r\n\r\nThe engineer\r\nfailed to check.",
    "odd blanks": "The engineer\u00a0failed to check.",
}


@pytest.mark.parametrize("text", COVERED.values(), ids=COVERED)
def test_what_nobody_said_here_is_covered(text):
    assert [one.words for one in analyse(text)] == []


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_was_said_here_is_seen(text):
    assert [one.rule for one in analyse(text)] == ["failed-to"]


@pytest.mark.parametrize("text", [*COVERED.values(), *SEEN.values(), "İstanbul 🎉 ẞ ﬁ \ue000"])
def test_the_copy_is_as_long_as_the_text(text):
    assert len(mask(text)) == len(text)


def test_cells_headings_and_items_are_sentences_of_their_own():
    text = "# The engineer\nfailed to check\n\n| the engineer | failed to check |\n|---|---|\n"

    assert analyse(text) == []


def test_a_name_in_a_word_of_the_private_use_area_is_nobody():
    assert analyse("\ue000\ue000 failed to check") == []
