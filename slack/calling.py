"""Call Slack: two addresses of its own, guarded, with an end."""

import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from people.outbound import guarded

logger = logging.getLogger(__name__)

ANSWERS = "hooks.slack.com"
OPEN_FORM = "https://slack.com/api/views.open"
SECONDS = 10


def open_form(trigger: str, view: dict[str, Any]) -> bool:
    """Show a form to whoever just typed. Returns whether Slack did."""
    headers = {"Authorization": f"Bearer {settings.SLACK_BOT_TOKEN}"}
    answer = _post(OPEN_FORM, {"trigger_id": trigger, "view": view}, headers)
    return bool(answer and answer.get("ok"))


def say(answer_at: str, text: str) -> None:
    """Say something to whoever typed, and to nobody else in the channel."""
    if is_of_slack(answer_at):
        _post(answer_at, {"response_type": "ephemeral", "text": text}, {})


def is_of_slack(address: str) -> bool:
    """Whether it is where Slack takes answers; it came in a request, and is not believed."""
    try:
        parts = urlsplit(address)
        return (parts.scheme, parts.netloc) == ("https", ANSWERS)
    except ValueError:
        return False


@sensitive_variables()
def _post(url: str, said: dict[str, Any], headers: dict[str, str]) -> dict[str, Any] | None:
    """Post, and read what is answered; nothing where that is not what it should be."""
    import requests

    with guarded(seconds=SECONDS):
        try:
            answer = requests.post(
                url, json=said, headers=headers, timeout=SECONDS, allow_redirects=False
            )
            read = answer.json() if answer.content[:1] == b"{" else {}
        except (OSError, ValueError) as error:
            # Its own words may quote the address.
            logger.warning("Slack could not be called: %s", type(error).__name__)
            return None
    return read if isinstance(read, dict) else None
