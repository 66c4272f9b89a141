from datetime import date, time

import pytest

from postmortems.importing.titles import (
    date_in_name,
    title_from_name,
    title_of,
    year_in_name,
)
from tests.postmortems.importing.reports import read


@pytest.mark.parametrize(
    ("heading", "words", "day"),
    [
        ("2017-09-27, Labels stuck", "Labels stuck", date(2017, 9, 27)),
        ("2018-02-22 Labels stuck", "Labels stuck", date(2018, 2, 22)),
        ("incident date: 2019-02-20, labels stuck", "labels stuck", date(2019, 2, 20)),
        ("Incident on 2021-09-04 - Labels: stuck", "Labels: stuck", date(2021, 9, 4)),
        ("Incident on 2020-02-12", "Incident on 2020-02-12", date(2020, 2, 12)),
        ("Labels stuck - October 3, 2025", "Labels stuck", date(2025, 10, 3)),
        ("Post-mortem of stuck labels on November 24th, 2025", "Post-mortem of stuck labels",
         date(2025, 11, 24)),
        ("Post-Mortem: Labels stuck", "Labels stuck", None),
        ("2019-04-03, 30min without labels", "30min without labels", date(2019, 4, 3)),
        ("2017-09-29, 504", "504", date(2017, 9, 29)),
        ("All *.labels of `live-1` **stuck**", "All *.labels of live-1 stuck", None),
        ("Labels stuck (October 2025)", "Labels stuck (October 2025)", None),
    ],
)  # fmt: skip
def test_the_title_and_the_date_around_it(heading, words, day):
    title = title_of(heading)

    assert title.words == words
    assert (title.stamp.date if title.stamp else None) == day


def test_a_title_with_a_time():
    title = title_of("2017-11-30 4:23PM PST, Proxy out of paper")

    assert title.words == "Proxy out of paper"
    assert title.stamp is not None
    assert (title.stamp.time, str(title.stamp.zone)) == (time(16, 23), "PST (America/Los_Angeles)")


def test_what_a_file_name_tells():
    assert date_in_name("reports/2017-09-27-labels.md") == date(2017, 9, 27)
    assert date_in_name("20170927_labels.md") == date(2017, 9, 27)
    assert date_in_name("2017-13-27-labels.md") is None
    assert date_in_name("PM2020-003-labels.md") is None
    assert year_in_name("PM2020-003-labels.md") == 2020
    assert title_from_name("2017-09-27-labels_are-stuck.md") == "Labels are stuck"
    assert title_from_name("2017-09-27.md") == "2017-09-27"


OF_A_BLOG = "---\ntitle: Labels stuck\nauthor: Ines\n---\n\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Incident report\n\n**Incident title:** Labels stuck\n", "Labels stuck"),
        ("# Post-mortem\n\n| Title | Labels stuck |\n|---|---|\n", "Labels stuck"),
        (f"{OF_A_BLOG}# The beginning\n\nx\n", "Labels stuck"),
        (f"{OF_A_BLOG}# Labels stuck again\n\nx\n", "Labels stuck again"),
        ('+++\ntitle = "Labels stuck"\n[extra]\nteam = "us"\n+++\n\nx\n', "Labels stuck"),
        ("# Root cause analysis: Labels stuck - March 4, 2021\n\n## Impact\n\nx", "Labels stuck"),
        ("# Incident report\n\nx\n", "Incident report"),
        ("# Labels `stuck`\n\nx\n", "Labels stuck"),
        ("# Labels`stuck`\n\nx\n", "Labels`stuck`"),
    ],
)  # fmt: skip
def test_the_title_is_where_it_says_something(text, title):
    assert read(text, filename="2021-03-04-queue.md").title == title
