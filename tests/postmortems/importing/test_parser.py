"""Whole reports: which part goes where."""

from postmortems.importing.headings import TEXTS, Place
from tests.postmortems.importing.reports import read


def test_a_report_of_every_section():
    report = read("""
        # 2021-03-04, Labels stuck

        Before any heading.

        ## Summary

        Labels were stuck.

        ## Impact

        Late parcels.

        ### For whom

        Everybody in Ohio.

        ## Lessons learned

        Paper matters.

        ### What went well

        - tea

        ### What went wrong

        - no paper

        ### Where we got lucky

        - paper next door

        ### Key takeaways

        Count paper.

        ## What surprised us

        That it was paper.

        ## Attendees

        - AN, BO
    """)

    assert report.title == "Labels stuck"
    assert {place: report.texts[place] for place in TEXTS} == {
        Place.WHAT_HAPPENED: (
            "Before any heading.\n\n## Summary\n\nLabels were stuck.\n\n## Attendees\n\n- AN, BO"
        ),
        Place.IMPACT: "Late parcels.\n\n## For whom\n\nEverybody in Ohio.",
        Place.WHAT_MADE_IT_POSSIBLE: "## What went wrong\n\n- no paper",
        Place.WHAT_WENT_WELL: "- tea",
        Place.WHERE_WE_WERE_LUCKY: "- paper next door",
        Place.WHAT_SURPRISED_US: "That it was paper.",
        Place.WHAT_WE_KNOW_NOW: "Paper matters.\n\n## Key takeaways\n\nCount paper.",
    }
    assert [(p.line, p.heading, p.went_to) for p in report.placements][:3] == [
        (3, "(no heading)", ("what happened",)),
        (5, "Summary", ("what happened",)),
        (9, "Impact", ("impact",)),
    ]


def test_sections_in_a_list_of_bold_labels():
    report = read("""
        ---
        title: Incident on 2021-03-04 - Labels stuck
        weight: 12
        ---

        # Incident on 2021-03-04 - Labels stuck

        - **Key events**
          - First detected 2021-03-04 15:44
          - Resolved 2021-03-04 16:49

        - **Time to resolve**: 1h 05m

        - **Identified**: A customer called:
        ```No labels```

        - **Impact**:
          - Late parcels.
          - Cold pizza.

        - **Resolution**:
            Paper.

        - **Review actions**:
          - Watch the paper. Ticket [#1](https://example.org/1)
          - Two trays (Done)
    """)

    assert report.title == "Labels stuck"
    assert [entry.text for entry in report.timeline] == ["First detected", "Resolved"]
    assert report.texts[Place.WHAT_HAPPENED] == (
        "**Time to resolve**: 1h 05m\n\n"
        "**Identified**: A customer called:\n```No labels```\n\n"
        "**Resolution**:\n  Paper.\n\n"
        "```yaml\nweight: 12\n```"
    )
    assert report.texts[Place.IMPACT] == "- Late parcels.\n- Cold pizza."
    assert [(f.text, f.link, f.is_done) for f in report.follow_ups] == [
        ("Watch the paper. Ticket", "https://example.org/1", False),
        ("Two trays (Done)", "", True),
    ]


def test_bold_labels_in_paragraphs():
    report = read("""
        # Labels stuck

        **Date:** March 4, 2021
        **Impact:** Late parcels.
        **Severity:** Major

        Then it got worse.

        **Timeline:**

        - 10:00 stuck
        - 10:10 well

        **Root cause:**

        Paper.
    """)

    assert report.texts[Place.IMPACT] == "Late parcels."
    assert report.texts[Place.WHAT_MADE_IT_POSSIBLE] == "Paper."
    assert report.texts[Place.WHAT_HAPPENED] == (
        "**Date:** March 4, 2021\n\n**Severity:** Major\n\nThen it got worse."
    )
    assert [entry.text for entry in report.timeline] == ["stuck", "well"]


def test_underlined_headings():
    report = read("""
        Labels stuck
        ============

        Impact
        ------

        Late parcels.

        What else we
        found
        -----

        Dust.
    """)

    assert report.title == "Labels stuck"
    assert report.texts[Place.IMPACT] == "Late parcels."
    assert report.texts[Place.WHAT_HAPPENED] == "What else we\nfound\n-----\n\nDust."


def test_a_report_without_a_title_is_named_after_its_file():
    report = read("Paper ran out.\n", "2021-03-04-labels-are_stuck.md")

    assert report.title == "Labels are stuck"
    assert str(report.occurred_on) == "2021-03-04"


def test_the_front_matter_names_a_report_that_has_no_heading():
    report = read('---\ntitle: "Labels stuck"\n---\n\nPaper ran out.\n')

    assert report.title == "Labels stuck"
    assert report.texts[Place.WHAT_HAPPENED] == "Paper ran out."


def test_a_rule_at_the_top_is_no_front_matter():
    report = read("---\n\nPaper ran out: at ten.\n\n---\n\nAgain.\n")

    assert report.texts[Place.WHAT_HAPPENED] == "---\n\nPaper ran out: at ten.\n\n---\n\nAgain."


def test_a_first_heading_that_names_a_section_is_no_title():
    report = read("# Summary\n\nPaper ran out.\n\n# Impact\n\nLate parcels.\n", "labels.md")

    assert report.title == "Labels"
    assert report.texts[Place.WHAT_HAPPENED] == "Paper ran out."
    assert report.texts[Place.IMPACT] == "Late parcels."


def test_a_title_with_a_link_or_too_long_stays_in_the_text():
    linked = read("# Labels [stuck](https://example.org)\n\nPaper.\n")
    long = read(f"# {'Labels ' * 80}\n\nPaper.\n")

    assert linked.texts[Place.WHAT_HAPPENED] == "## Labels [stuck](https://example.org)\n\nPaper."
    assert len(long.title) <= 300
    assert long.title.endswith("…")
    assert long.texts[Place.WHAT_HAPPENED].count("Labels") == 80


def test_the_same_section_twice_keeps_its_second_heading():
    report = read("## Impact\n\nLate.\n\n## What now\n\nTea.\n\n## Impact\n\nLater.\n")

    assert report.texts[Place.IMPACT] == "Late.\n\n## Impact\n\nLater."
    assert report.texts[Place.WHAT_HAPPENED] == "## What now\n\nTea."


def test_comments_and_code_stay_as_they_are():
    report = read("""
        ## Summary

        <!-- what would you tell a friend? -->

        ```
        # not a heading
        ## Impact
        - 10:00 not an entry
        ```

            ## neither is this
    """)

    assert report.texts[Place.WHAT_HAPPENED] == (
        "<!-- what would you tell a friend? -->\n\n"
        "```\n# not a heading\n## Impact\n- 10:00 not an entry\n```\n\n"
        "    ## neither is this"
    )


def test_lines_end_as_they_do_anywhere():
    report = read("# Labels\r\n\r\n## Impact\r\rLate.\r\nCold.\r\n")

    assert report.title == "Labels"
    assert report.texts[Place.IMPACT] == "Late.\nCold."
