"""Whatever a file says, no word of it is lost, and reading it ends."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.importing.check import check_words
from postmortems.importing.corrections import Corrections, RowCorrection
from postmortems.importing.decoding import NotText, decode
from postmortems.importing.dialects import words_without_tags
from postmortems.importing.headings import Place, words_of
from postmortems.importing.parser import parse_report
from postmortems.importing.report import Given
from tests.postmortems.importing.reports import assert_nothing_is_lost

MARKS = [
    "# ", "## ", "### ", "- ", "* ", "1. ", "  ", "    ", "> ", "```\n", "\n\n", "|---\n", "**",
    "**: ", "`", "[x](y)", "![a](b.png)", ": ", ":", "[ ] ", "[x] ", "= ", "== ", "[l]: u",
    "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "Timeline", "Action items", "Impact",
    "Root cause", "Contributing factors", "14:05 ", "~14:05", "T+5m ", "2021-03-04 ",
    "4 March 2021", "UTC", "Duration: ", "14:00 - 15:00", "==Timeline==\n", "==x==\n", "''\'",
    "~~~~~~~~\n", "h2. ", "<html>", "<p>", "</p>", "<br>", "<li>", "<ul>", "<b>", "<pre>", "<!-- ",
    '<a href="x y">', "</a>", "#+TITLE: ", "&amp;", "<script>", "None", "OUTAGE BEGINS", "On ",
    " errors began ", " resolved ", "May 5", "• ", "---\n", "title: ", "author: x\n",
]  # fmt: skip
PIECES = st.sampled_from(MARKS)
LINES = st.lists(st.one_of(PIECES, st.just("\n"), st.just("|"), st.text(max_size=12)), max_size=60)
TEXTS = LINES.map("".join)
PLACES = st.dictionaries(
    st.integers(1, 30), st.sampled_from([p for p in Place if p is not Place.TITLE]), max_size=6
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_word_of_any_text_is_lost(text):
    assert_nothing_is_lost(parse_report(text, filename="2021-03-04.md"))


@settings(max_examples=200, deadline=None)
@given(TEXTS, PLACES)
def test_no_word_is_lost_wherever_headings_are_sent(text, places):
    assert_nothing_is_lost(parse_report(text, filename="a.md", given=Given(places=places)))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_word_comes_out_when_they_are_counted_apart_from_the_book(text):
    report = parse_report(text, filename="2021-03-04.md")
    out = list(report.parts.values()) + [one.link for one in report.follow_ups]
    out += [part for line in report.lines for part in (*line.before, *line.after)]
    there = [word for part in out for word in words_of(part)]

    missing = [word for word in words_without_tags(text) if word not in there]

    assert missing == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    try:
        text = decode(content).text
    except NotText as refusal:
        sentence = str(refusal)
    else:
        sentence = "It is read."
        assert_nothing_is_lost(parse_report(text, filename="a.md"))

    assert sentence.endswith(".")


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_correction_changes_what_it_names_and_nothing_else(text):
    report = parse_report(text, filename="2021-03-04.md")
    rows = {
        (place, line): RowCorrection("changed", left_out=line % 2 == 0)
        for place in (Place.TIMELINE, Place.FACTOR, Place.FOLLOW_UP)
        for line in report.first_lines(place).values()
    }
    corrections = Corrections(rows=rows)

    assert Corrections.read(corrections.as_data()) == corrections
    corrected = corrections.apply(report)

    for part, words in corrected.parts.items():
        if part.place in (Place.TIMELINE, Place.FACTOR, Place.FOLLOW_UP):
            assert words in ("changed", "") or words == report.parts[part]
        else:
            assert words == report.parts[part]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * n + "- deeper" for n in range(400)),
        ">" * 3_000 + " deep",
        "[" * 20_000,
        "*" * 20_000 + "a",
        "<table>" * 5_000,
        "- " * 10_000,
        "9" * 100_000,
        "word " * 200_000,
        "| a | b |\n|-|-|\n" + "| 10:00 | x |\n" * 5_000,
        "# 2021-03-04\n\n## Timeline\n\n" + "- 10:00 it goes on and on\n" * 15_000,
    ],
)
def test_a_text_made_to_be_slow_is_read_in_a_moment(text):
    began = time.monotonic()

    report = parse_report(text, filename="a.md")

    assert check_words(report.lines, report.parts).missing == ()
    assert time.monotonic() - began < 60
