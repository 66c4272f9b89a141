from dataclasses import replace

from postmortems.importing.check import check_words
from postmortems.importing.headings import Place
from postmortems.importing.source import Destination
from tests.postmortems.importing.reports import read

REPORT = """
    # Labels stopped

    ## Timeline

    ### 14:05

    The printer stopped, and then the printer stopped again.

    ## Action items

    1. Watch the printer. [Issue](https://example.org/1)
"""


def test_words_are_counted_as_text_or_as_structure():
    report = read(REPORT)

    kept = check_words(report.lines, report.parts)

    # Kept as text: the title (2), the entry (9) and the follow-up (3).
    assert (kept.words, kept.in_text, kept.as_structure) == (25, 14, 11)
    assert str(kept) == "25/25 words kept (14 in the text, 11 as headings, times and links)"


def test_a_word_that_is_not_stored_is_missed():
    report = read(REPORT)
    entry = Destination(Place.TIMELINE, 0)
    stored = report.parts | {entry: "The printer stopped, and then stopped again."}

    kept = check_words(report.lines, stored)

    assert [word for _, word in kept.missing] == ["the", "printer"]


def test_words_in_another_order_are_missed():
    report = read(REPORT)
    stored = report.parts | {Destination(Place.TITLE): "stopped Labels"}

    assert check_words(report.lines, stored).missing == ((1, "stopped"),)


def test_words_stored_in_another_place_are_missed():
    report = read(REPORT)
    entry, follow_up = Destination(Place.TIMELINE, 0), Destination(Place.FOLLOW_UP, 0)
    stored = report.parts | {entry: report.parts[follow_up], follow_up: report.parts[entry]}

    assert check_words(report.lines, stored).missing


def test_a_line_that_went_nowhere_is_missed():
    report = read("Labels stopped.")
    adrift = [replace(line, destination=None) for line in report.lines]

    assert check_words(adrift, report.parts).missing == ((1, "Labels"), (1, "stopped"))


def test_a_line_that_says_something_else_now_is_missed():
    report = read("Labels stopped.")
    changed = [replace(line, kept="Labels") for line in report.lines]

    assert check_words(changed, report.parts).missing == ((1, "Labels"), (1, "stopped"))
