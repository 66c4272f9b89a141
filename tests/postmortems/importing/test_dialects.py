"""Reports that are not Markdown, or hardly: wikis, plain text, other underlines, HTML."""

from datetime import UTC, date, datetime
from textwrap import dedent

import pytest

from postmortems.importing.dialects import as_markdown, words_without_tags
from postmortems.importing.headings import Place, words_of
from postmortems.importing.parser import parse_report
from tests.postmortems.importing.reports import read

WIKI = """
    == Summary ==
    The label printers stood still.

    ==Timeline==
    * 14:05 UTC The queue is full
    * 14:20 UTC '''Drained''' it
    ** by hand

    ==Action items==
    # Watch the queue
    # Say who to call
"""
UNDERLINED = """
    Labels stuck
    ############

    Timeline
    ********

    * 14:05 UTC The queue is full
    * 14:20 UTC Drained it

    Action items
    ************

    * Watch the queue
    * Say who to call
"""
OVERLINED = """
    ############
    Labels stuck
    ############

    Timeline
    ========

    * 14:05 UTC The queue is full
    * 14:20 UTC Drained it

    Action items
    ============

    * Watch the queue
    * Say who to call
"""
PLAIN = """
    Labels stuck

    Summary
    The label printers stood still.

    TIMELINE
    14:05 UTC The queue is full
    14:20 UTC Drained it

    Next steps:
    Watch the queue
    Say who to call
"""
NUMBERED = """
    h1. Labels stuck

    h2. Timeline

    * 14:05 UTC The queue is full
    * 14:20 UTC Drained it

    h2. Action items

    * Watch the queue
    * Say who to call
"""
ORG = """
    #+TITLE: Labels stuck

    * Timeline
    - 14:05 UTC The queue is full
    - 14:20 UTC Drained it
    * Action items
    - Watch the queue
    - Say who to call
"""
HTML = """
    <!DOCTYPE html>
    <html><head><title>Labels stuck</title><style>p { color: red }</style></head><body>
    <h1>Labels stuck</h1>
    <p>The label printers
       stood still.</p>
    <h2>Timeline</h2>
    <table><tr><th>Time</th><th>Event</th></tr>
      <tr><td>14:05 UTC</td><td>The queue is full</td></tr>
      <tr><td>14:20 UTC</td><td><b>Drained</b> it</td></tr></table>
    <h2>Action items</h2>
    <ul><li>Watch the <a href="https://example.org/queue">queue</a></li>
      <li><p>Say who to call</p></li></ul>
    <pre>
    drain
      --all
    </pre>
    <script>ga("send")</script>
    </body></html>
"""


@pytest.mark.parametrize("text", [WIKI, UNDERLINED, OVERLINED, PLAIN, NUMBERED, ORG, HTML])
def test_a_report_is_read_whatever_it_was_written_in(text):
    report = read(text, filename="2021-03-04-labels-stuck.md")

    assert report.title == "Labels stuck"
    assert [entry.occurred_at for entry in report.timeline] == [
        datetime(2021, 3, 4, 14, 5, tzinfo=UTC),
        datetime(2021, 3, 4, 14, 20, tzinfo=UTC),
    ]
    assert len(report.follow_ups) == 2


@pytest.mark.parametrize("text", [WIKI, UNDERLINED, PLAIN, NUMBERED, ORG, HTML])
def test_no_word_is_lost_on_the_way(text):
    there = set(words_of(as_markdown(dedent(text).strip())))

    assert [word for word in words_without_tags(dedent(text).strip()) if word not in there] == []


def test_links_code_and_the_remarks_of_a_page_are_kept():
    lines = as_markdown(dedent(HTML).strip() + "<!-- by hand -->").split("\n")

    assert "- Watch the [queue](https://example.org/queue)" in lines
    assert lines[lines.index("drain") + 1] == "  --all"
    assert "<!-- by hand -->" in lines
    assert not any("color" in line or "ga(" in line for line in lines)


def test_a_page_of_a_blog_may_be_html_below_its_settings():
    report = read(
        """
        ---
        layout: post
        title: "Post-mortem: labels stuck on March 4, 2021"
        ---
        <p>We could not print for a while.</p>
        <h2>Action items</h2>
        <ul>
          <li>Watch the queue</li>
          <li>Say who to call</li>
        </ul>
        <p>Sorry.</p>
        """,
        filename="2021-03-09-labels.html",
    )

    assert report.occurred_on == date(2021, 3, 4)
    assert [one.text for one in report.follow_ups] == ["Watch the queue", "Say who to call"]


def test_markdown_below_some_html_stays_markdown():
    text = "<p>a</p>\n<p>b</p>\n<p>c</p>\n<p>d</p>\n<p>e</p>\n\n## Timeline\n\n- 14:05 x"

    assert as_markdown(text) == text


def test_what_is_broken_within_a_line_is_broken_into_lines():
    report = read(
        """
        # Labels

        Owner: all of us<br> Date/time: 2021-03-04 14:00 UTC<br> Duration: an hour

        ## Timeline

        14:05 - The queue is full, and
        nobody knows.<br> 14:20 - Drained it<br>
        15:00 - Printing
        """,
        filename="labels.md",
    )

    assert len(report.timeline) == 3
    assert report.times.started_at == datetime(2021, 3, 4, 14, 0, tzinfo=UTC)


def test_a_label_and_what_it_is_about_stay_together_in_plain_text():
    report = read(
        """
        Labels stuck

        Action items:
        Task: Watch the queue
        Owner: Ines
        Task: Say who to call
        Owner: Nia
        """
    )

    assert len(report.follow_ups) == 1


def test_names_of_sections_are_words_where_there_are_headings():
    report = read("# Labels\n\n## Impact\n\nTimeline\n\nLate parcels.\n")

    assert report.texts[Place.IMPACT] == "Timeline\n\nLate parcels."


def test_lists_within_lists_of_a_page_end_somewhere():
    report = parse_report("<html>" + "<ul><li>" * 5_000, filename="a.html")

    assert report.timeline == ()


def test_what_does_not_break_is_as_good_as_what_is_typed():
    report = read(
        "# Labels stuck on 2021\u201103\u201104\n\n## Timeline\n\n"
        "- 2:05\u202fPM\u00a0UTC The queue is full\n- 2:20\u202fPM\u00a0UTC Drained it\n",
        filename="labels.md",
    )

    assert report.occurred_on == date(2021, 3, 4)
    assert [entry.occurred_at.hour for entry in report.timeline] == [14, 14]
