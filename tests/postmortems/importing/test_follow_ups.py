"""Follow-ups and contributing factors, and what stands around them."""

import pytest

from postmortems.importing.headings import Place
from postmortems.importing.links import LONGEST
from tests.postmortems.importing.reports import read


def test_follow_ups_under_headings():
    report = read("""
        ## Action items

        Only some of these are ours.

        ### Printer

        1. Watch the paper.
           [Issue](https://example.org/1)
        2. Two trays, so that one can be empty ([#2](https://example.org/2)).

        Paper is the main thing.

        ### Documentation improvements

        - Say in the [guide](https://example.org/3) where paper is

        ### Nothing yet

        ## Thanks
    """)

    assert [(f.group, f.text, f.link, f.kind) for f in report.follow_ups] == [
        ("Printer", "Watch the paper.", "https://example.org/1", None),
        ("Printer", "Two trays, so that one can be empty", "https://example.org/2", None),
        (
            "Documentation improvements",
            "Say in the [guide](https://example.org/3) where paper is",
            "https://example.org/3",
            "documentation",
        ),
    ]
    assert report.texts[Place.WHAT_HAPPENED] == (
        "## Action items\n\nOnly some of these are ours.\n\n"
        "## Printer\n\nPaper is the main thing.\n\n"
        "## Nothing yet\n\n## Thanks"
    )


def test_paragraphs_are_follow_ups_where_there_is_no_list():
    report = read("""
        ## Action items

        ### Printer

        Buy more paper. (https://example.org/1)

        ### Process

        - Ask before printing
    """)

    assert [(f.group, f.text, f.link) for f in report.follow_ups] == [
        ("Printer", "Buy more paper.", "https://example.org/1"),
        ("Process", "Ask before printing", ""),
    ]


def test_done_and_not_done():
    report = read("""
        ## Follow-ups

        - [x] alert on paper
        - [ ] test the alert
        - count the paper (DONE)
        - ✅ buy a tray

        ### Already made (completed)

        - a second printer
    """)

    assert [(f.text, f.is_done) for f in report.follow_ups] == [
        ("alert on paper", True),
        ("test the alert", False),
        ("count the paper (DONE)", True),
        ("✅ buy a tray", True),
        ("a second printer", True),
    ]


def test_kinds_are_guessed_from_the_words_and_then_from_the_heading():
    report = read("""
        ## Next steps

        - Page somebody when the queue grows
        - Write the runbook
        - Rehearse it in staging
        - Roll back by pipeline
        - Keep the logs for a month
        - A script to drain the queue
        - Fix the off-by-one
        - Breathe

        ### Detection
        - Breathe, https://example.org/test-log
    """)

    assert [f.kind for f in report.follow_ups] == [
        "detection", "documentation", "testing", "automation", "debugging", "tooling", "code",
        None, "detection",
    ]  # fmt: skip


def test_what_belongs_to_an_item_stays_with_it():
    report = read("""
        ## Action items

        1. **Two trays**
        So that one can be empty:

        - one above
        - one below

        2. Print less:
        ```
        lp -n 1
        ```
           - on weekdays

        For next month:

        - Paper of our own
    """)

    assert [(f.group, f.text) for f in report.follow_ups] == [
        ("", "**Two trays**\nSo that one can be empty:\n\n- one above\n- one below"),
        ("", "Print less:\n```\nlp -n 1\n```\n   - on weekdays"),
        ("For next month", "Paper of our own"),
    ]


def test_a_table_of_follow_ups():
    report = read("""
        ## Action items

        | Action | Owner | Due |
        |---|---|---|
        | Watch the paper | Ana | soon |
        | | | |
        | Two trays | | later | really |
    """)

    assert [f.text for f in report.follow_ups] == [
        "Watch the paper · Ana · soon",
        "Two trays · later · really",
    ]


def test_links_by_reference_are_found_wherever_they_are_defined():
    report = read("""
        ## Summary

        Paper ran out, which is [fixed][fix].

        ## Action items

        - Watch the paper ([issue][watch])
        - See [fix] for more

        [fix]: https://example.org/fix
        [watch]: https://example.org/watch
        [never]: https://example.org/never
    """)

    assert [(f.text, f.link) for f in report.follow_ups] == [
        ("Watch the paper", "https://example.org/watch"),
        ("See [fix] for more", "https://example.org/fix"),
    ]
    assert report.texts[Place.WHAT_HAPPENED] == (
        "Paper ran out, which is [fixed][fix].\n\n"
        "[fix]: https://example.org/fix\n[never]: https://example.org/never"
    )


def test_what_is_too_long_for_a_follow_up_stays_in_the_text():
    story = "Paper. " * 400
    report = read(f"## Action items\n\n- {story}\n- Watch the paper\n")

    assert [f.text for f in report.follow_ups] == ["Watch the paper"]
    assert report.texts[Place.WHAT_HAPPENED].startswith("## Action items\n\nPaper. Paper.")


def test_a_section_of_another_name_inside():
    report = read("""
        ## Action items

        ### What went wrong

        - nobody looked

        ### Process

        - look

        ### Detection

        - be told
    """)

    assert [(f.group, f.text) for f in report.follow_ups] == [
        ("Process", "look"),
        ("Detection", "be told"),
    ]
    assert report.texts[Place.WHAT_MADE_IT_POSSIBLE] == "## What went wrong\n\n- nobody looked"


def test_contributing_factors():
    report = read("""
        ## Contributing factors

        There were several.

        - No alert on paper
          - nor on toner
        - The tray holds little

        ### Around it

        - It was Friday
    """)

    assert [(f.text, f.kind) for f in report.factors] == [
        ("No alert on paper\n- nor on toner", "detection"),
        ("The tray holds little", None),
        ("Around it: It was Friday", "time_pressure"),
    ]
    assert report.texts[Place.WHAT_MADE_IT_POSSIBLE] == (
        "## Contributing factors\n\nThere were several."
    )


@pytest.mark.parametrize("written", ["{}", "{}.", "({})", "See {} for more", "[Issue]({})"])
def test_an_address_that_is_too_long_is_no_link_and_stays_in_the_text(written):
    longest = "https://example.org/" + "a" * (LONGEST - 20)
    longer = longest + "?to=https://example.org/b"

    for address in (longer, longest + "a"):
        (follow_up,) = read(f"## Action items\n\n- Two trays {written.format(address)}").follow_ups
        assert follow_up.link == ""
        assert address in follow_up.text

    (follow_up,) = read(f"## Action items\n\n- Two trays {written.format(longest)}").follow_ups
    assert follow_up.link == longest


@pytest.mark.parametrize("nothing", ["None.", "- N/A", "* None so far", "TBD", "- No action items"])
def test_nothing_to_do_is_no_follow_up(nothing):
    report = read(f"# Labels\n\n## Action items\n\n### Detection\n\n{nothing}\n")

    assert report.follow_ups == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Plan", "Remedial actions plan & next steps", "What's next", "Actionables",
        "Long-term fixes", "Preventive steps", "再発防止策",
    ],
)  # fmt: skip
def test_other_names_of_what_is_to_be_done(heading):
    report = read(f"# Labels\n\n## {heading}\n\n- Watch the queue\n- Say who to call\n")

    assert len(report.follow_ups) == 2
