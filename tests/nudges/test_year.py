"""A month of a small company: what `./dev bench --only year` looks at for a year of a larger."""

from datetime import UTC, datetime

import pytest

from bench.year.simulation import live_through
from bench.year.world import Size

pytestmark = pytest.mark.django_db(transaction=True)

# The clocks of America change in it, and those of Europe; Adelaide's a week later.
MONTH = Size(
    people=20,
    incidents=15,
    begins=datetime(2027, 3, 8, tzinfo=UTC),
    days=31,
    scheduler_away_on=9,
    mail_away_on=16,
    bursts=1,
)


def test_a_month():
    import time
    t=time.time()
    w = live_through(MONTH)
    print(time.time()-t, len(w.post.letters), w.watch.said, w.watch.acted, w.watch.refused)
    print([l for l in w.post.letters if not l.interrupts and not l.is_in_hours])
