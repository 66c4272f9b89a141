from datetime import UTC, date, datetime

import pytest

from demo.clock import working_day, working_moment

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "days", "expected"),
    [
        (MONDAY, 0, date(2026, 11, 23)),
        (MONDAY, 1, date(2026, 11, 20)),
        (MONDAY, 6, date(2026, 11, 13)),
        (SUNDAY, 1, date(2026, 11, 20)),
        (SUNDAY, -1, date(2026, 11, 23)),
        (MONDAY, -5, date(2026, 11, 30)),
    ],
)
def test_working_days_leave_out_weekends(now, days, expected):
    assert working_day(now, days) == expected


def test_a_moment_has_its_zone():
    assert working_moment(MONDAY, 1, "14:05") == datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
