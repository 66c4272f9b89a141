"""What is declared of each kind, and the page of the docs that is written from it."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from demo.nudge_kinds import nudge_kinds
from demo.one_of_each import ABOUT, an_example
from nudges.kinds import KINDS, TEAM_KINDS
from people.models import User
from tests.rules.words import FORBIDDEN

DOCS = Path(__file__).parents[2] / "docs" / "nudges.md"
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_the_page_of_the_docs_is_what_is_declared():
    assert DOCS.read_text().strip() == nudge_kinds().strip(), (
        "./dev manage nudge_kinds > docs/nudges.md"
    )


def test_every_kind_has_an_example():
    assert set(ABOUT) == {*KINDS, *TEAM_KINDS}


@pytest.mark.parametrize("kind", (KINDS | TEAM_KINDS).values(), ids=KINDS | TEAM_KINDS)
def test_what_is_said_of_a_kind_is_plain(kind):
    for words in (kind.when, kind.ends_when, kind.why):
        assert re.fullmatch(r"[A-Z].*[.]", str(words))
    assert str(kind.title)[0].isupper()
    assert len(str(kind.title)) <= 40
    for words in (kind.title, kind.when, kind.ends_when):
        assert "!" not in str(words)
        assert not FORBIDDEN.search(str(words))


def test_titles_tell_kinds_apart():
    assert len({str(kind.title) for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_answer_of_a_kind_has_its_words_and_its_address(kind):
    presses = an_example(kind.name).presses

    assert len(presses) == len(kind.answers) + kind.is_one_press
    assert all(press.says and press.address.startswith("/") for press in presses)
    for name in (answer.name for answer in kind.answers):
        try:
            get_template(f"{kind.wording}#{name}")
        except TemplateDoesNotExist:
            pytest.fail(f"{kind.wording} has no part {name}")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_can_be_done_waits_in_a_list_first(kind):
    assert not (kind.can_be_done and kind.is_said_once)
    assert not (kind.is_one_press and kind.answers)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_moment_has_words_that_say_when_it_is(kind):
    reader = User(**OFFICE)

    for timing in kind.timings:
        moment, words = timing(reader, MONDAY), str(timing.words)
        assert re.fullmatch(r"[a-z0-9][A-Za-z0-9 ,]+", words)
        if "working" in words and "at once" not in words:
            assert (moment.hour, moment.minute) == (9, 0)
        if found := re.match(r"(\d+) (minute|week)", words):
            seconds = int(found[1]) * {"minute": 60, "week": 7 * 24 * 3600}[found[2]]
            assert (moment - MONDAY).total_seconds() == seconds
