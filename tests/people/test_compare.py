import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.compare import compare


def said(before, after):
    marks = {"insert": "+{}+", "delete": "-{}-", "equal": "{}"}
    return "".join(marks[one.how].format(one.text) for one in compare(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("one two three", "one 2 three", "one -two-+2+ three"),
        ("same", "same", "same"),
        ("", "new", "+new+"),
        ("old", "", "-old-"),
        ("first\nsecond\n", "first\nthird\nsecond\n", "first\n+third\n+second\n"),
    ],
)
def test_words_that_differ_are_marked(before, after, shown):
    assert said(before, after) == shown


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_both_versions_can_be_read_from_the_pieces(before, after):
    pieces = compare(before, after)

    assert "".join(one.text for one in pieces if not one.is_new) == before
    assert "".join(one.text for one in pieces if not one.is_gone) == after


@pytest.mark.parametrize("end", [" ", "\n"])
def test_long_texts_are_compared_in_no_time(end):
    words = [str(number) for number in range(100)]
    texts = [end.join(random.Random(seed).choices(words, k=7_000)) for seed in (1, 2)]
    started = time.monotonic()

    compare(*texts)

    assert time.monotonic() - started < 2
