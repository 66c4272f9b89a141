from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents.fields import MomentField, TokenField
from incidents.models.incident import FAR_AWAY, LONG_AGO

ZONES = ["UTC", "Etc/GMT+12", "Pacific/Kiritimati", "America/New_York"]
STOCKHOLM = "Europe/Stockholm"


def typed(text: str, zone: str) -> datetime:
    with timezone.override(ZoneInfo(zone)):
        return MomentField().clean(text)


def test_a_moment_is_in_the_readers_zone():
    assert typed("2026-03-09T14:05", "Asia/Kolkata") == datetime(2026, 3, 9, 8, 35, tzinfo=UTC)


def test_in_the_hour_that_comes_twice_the_first_is_meant():
    assert typed("2026-10-25T02:30", STOCKHOLM) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_moved_on():
    assert typed("2026-03-29T02:30", STOCKHOLM) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize("text", ["9999-12-31T23:59", "0001-01-01T00:00", "1500-06-01T12:00"])
def test_a_year_that_nobody_meant_is_refused_with_a_sentence(text, zone):
    with pytest.raises(ValidationError, match="Check the year"):
        typed(text, zone)


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01T10:00", "2026-01-01T99:00", "\x00"])
def test_what_is_no_moment_is_refused_with_a_sentence(text):
    with pytest.raises(ValidationError, match="Give a day and a time"):
        typed(text, "UTC")


def test_a_token_that_cannot_be_read_is_none():
    assert TokenField().clean("not a token") is None


@pytest.mark.parametrize("text", ["2026-03-09T14:05\x00", "2026-03-09\x0714:05"])
def test_what_nobody_can_see_is_no_part_of_a_moment(text):
    with pytest.raises(ValidationError, match="Give a day and a time"):
        typed(text, "UTC")


@given(st.text(max_size=30) | st.datetimes().map(str), st.sampled_from(ZONES))
def test_any_text_is_a_moment_or_a_sentence(text, zone):
    with suppress(ValidationError):
        assert LONG_AGO < typed(text, zone) < FAR_AWAY
