from datetime import UTC, datetime, timedelta

import pytest

from postmortems.importing.zones import zone_named_in

SUMMER = datetime(2018, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "summer_offset"),
    [
        ("PST", -7),  # as people write it in July: the clock on the wall
        ("PDT", -7),
        ("CET", 2),
        ("CEST", 2),
        ("BST", 1),
        ("UTC", 0),
        ("GMT", 0),
        ("PST (UTC-8)", -8),
        ("CET (GMT+1)", 1),
        ("UTC+1 (Zurich time)", 1),
        ("UTC+05:30", 5.5),
        ("Central European Time (CET)", 2),
        ("US/Pacific", -7),
        ("UC/Pacific", -7),
        ("Europe/Copenhagen", 2),
        ("the eastern timezone", -4),
        ("New York time", -4),
    ],
)
def test_zones_as_reports_name_them(text, summer_offset):
    zone = zone_named_in(f"All times in {text}")

    assert zone is not None
    assert SUMMER.replace(tzinfo=zone.tzinfo).utcoffset() == timedelta(hours=summer_offset)


@pytest.mark.parametrize("text", ["", "whatever the wall said", "the QUEUE zone", "UTC+77", "Ohio"])
def test_what_names_no_zone(text):
    assert zone_named_in(text) is None


def test_letters_that_mean_several_zones_say_so():
    zone = zone_named_in("IST")

    assert zone is not None
    assert str(zone) == "IST (Asia/Kolkata)"
    assert zone.doubt == "also Ireland and Israel"


def test_utc_is_utc():
    zone = zone_named_in("UTC")

    assert zone is not None
    assert (zone.tzinfo, str(zone)) == (UTC, "UTC")
