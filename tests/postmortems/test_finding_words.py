import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.finding_words import find_words, plain, times_before

SOURCE = """\
At 11:08 the **release** went out, with [the new setting](https://example.org/a_b).
Nine in ten
searches carry no place.

## What we saw
1. Empty answers, *everywhere* (all 212 tests passed).
2. No alert.

> It looked like `no_place` to us.

| share | before |
|-------|:------:|
| 3 %   | 97 %   |

```python
near(place)
```
"""


def found(quote, nth=0, source=SOURCE):
    place = find_words(source, quote, nth=nth)
    return place and source[slice(*place)]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Nine in ten", "Nine in ten"),
        ("the release went", "the **release** went"),
        ("release", "release"),
        ("release went", "**release** went"),
        ("the release", "the **release**"),
        ("ten searches carry", "ten\nsearches carry"),
        ("the new setting", "the new setting"),
        ("out, with the new", "out, with [the new setting](https://example.org/a_b)"),
        ("setting. Nine", "[the new setting](https://example.org/a_b).\nNine"),
        ("What we saw\nEmpty answers", "What we saw\n1. Empty answers"),
        ("Empty answers, everywhere (all", "Empty answers, *everywhere* (all"),
        ("passed).\nNo alert.", "passed).\n2. No alert."),
        ("(all 212 tests passed)", "(all 212 tests passed)"),
        ("no_place to", "`no_place` to"),
        ("share before 3 %", "share | before |\n|-------|:------:|\n| 3 %"),
        ("near(place)", "near(place)"),
        ("**release**", "**release**"),
    ],
)
def test_chosen_words_are_found_in_the_source(quote, words):
    assert found(quote) == words


@pytest.mark.parametrize("quote", ["", "   ", "Nothing of this", "***"])
def test_what_is_not_there_is_not_found(quote):
    assert found(quote) is None


def test_which_of_several_is_said_by_its_number():
    source = "No **alert**. The *alert* was off. Alert on the alert."

    places = [find_words(source, "alert", nth=n)[0] for n in (0, 1, 2, 9)]

    assert places == [5, 19, 48, 48]
    assert [times_before(source, at, plain("alert").text) for at in places[:3]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("quote", "words"),
    [("not broken at", "not broken** at"), ("It was slow", "It was **slow")],
)
def test_half_of_what_is_marked_stays_half(quote, words):
    """The other half is further on, so there is nothing to take in."""
    assert found(quote, source="It was **slow, not broken** at first.") == words


@given(st.text(alphabet="ab é🙂*_`[]()>#-1. \n", max_size=60), st.data())
def test_words_chosen_from_the_source_itself_are_found(source, data):
    start = data.draw(st.integers(0, len(source)))
    quote = source[start : data.draw(st.integers(start, len(source)))]

    place = find_words(source, quote)

    assert place is None or 0 <= place[0] < place[1] <= len(source)
    if place is None:
        assert not quote.strip() or quote.strip() not in source


@pytest.mark.parametrize("hostile", ["[", "](", "](x", "*", "a", "> ", "`" * 3, "1. ", "a\n", "|-"])
def test_long_sources_are_read_in_little_time(hostile):
    source = (hostile * 200_000)[:200_000]
    began = time.perf_counter()

    find_words(source, (hostile * 1_000)[:1_000] + "zz")
    find_words(source, hostile * 500, nth=1_000)

    assert time.perf_counter() - began < 2
