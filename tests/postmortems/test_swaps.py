"""Places where roles stand in place of names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.swaps import Swap, place_as_drawn, place_in_source, swapped

TEXT = "Nia saw it, then Tomasz and Nia slept."
SWAPS = [
    Swap(found.start(), found.end(), "the incident lead" if found[0] == "Nia" else "Bo")
    for found in re.finditer("Nia|Tomasz", TEXT)
]
DRAWN = "the incident lead saw it, then Bo and the incident lead slept."


def test_roles_stand_in_place_of_names():
    assert swapped(TEXT, SWAPS) == DRAWN
    assert swapped(TEXT, []) == TEXT


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ("saw it", "saw it"),
        ("lead saw it", "Nia saw it"),
        ("then Bo", "then Tomasz"),
        ("Bo and the inc", "Tomasz and Nia"),
        ("slept.", "slept."),
        (DRAWN, TEXT),
    ],
)
def test_what_is_chosen_as_it_is_drawn_is_found_in_what_is_kept(drawn, kept):
    start = DRAWN.index(drawn)

    first, last = place_in_source(SWAPS, start, start + len(drawn))

    assert TEXT[first:last] == kept


@given(st.data())
def test_a_place_that_cuts_no_name_is_the_same_there_and_back(data):
    whole = [at for at in range(len(TEXT) + 1) if not any(s.start < at < s.end for s in SWAPS)]
    start, end = sorted(data.draw(st.sampled_from(whole)) for _ in range(2))

    assert place_in_source(SWAPS, *place_as_drawn(SWAPS, start, end)) == (start, end)


def test_a_part_of_a_name_is_drawn_as_the_whole_role():
    first, last = place_as_drawn(SWAPS, TEXT.index("ia saw"), TEXT.index(" it"))

    assert DRAWN[first:last] == "the incident lead saw"
