"""What the page for receivers says is so."""

import re
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path

from standardwebhooks import Webhook

from webhooks.domain.announcing import body
from webhooks.domain.outcomes import WAITS
from webhooks.events import EVENTS, TEST
from webhooks.secrets import a_secret

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "webhooks.md").read_text()


def test_every_event_is_in_it_and_no_other():
    rows = re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE)

    assert {name for row in rows for name in re.findall(r"`([\w.]+)`", row)} == {TEST, *EVENTS}


def test_its_example_takes_what_is_signed_and_nothing_else(capsys):
    example = ROOT / "docs" / "examples" / "take_webhook.py"
    made = run_path(str(example))
    assert re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1] in example.read_text()
    secret, now = a_secret(), datetime.now(UTC)
    said = body("incident.declared", {"title": "Card payments fail"}, at=now)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", now, said),
    }

    assert made["take"](secret, said.encode(), headers) == 204
    assert capsys.readouterr().out == "Card payments fail\n"
    assert made["take"](secret, said.replace("Card", "Cart").encode(), headers) == 400
    assert made["take"](a_secret(), said.encode(), headers) == 400


def test_its_times_are_those_of_the_schedule():
    minutes = [wait.total_seconds() / 60 for wait in WAITS]

    assert "5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours" in PAGE
    assert minutes == [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]
