"""The form that Slack shows, in its own blocks."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Severity

DECLARE = "declare"


def declaring() -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": DECLARE,
        "title": _text(_("Something broke")),
        "submit": _text(_("Open it")),
        "close": _text(_("Not now")),
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": _text(_("What is going on, in your own words?")),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "title",
                    "max_length": 300,
                },
            },
            {
                "type": "input",
                "block_id": "severity",
                "optional": True,
                "label": _text(_("How much does it hurt?")),
                "element": {
                    "type": "static_select",
                    "action_id": "severity",
                    "placeholder": _text(str(Severity.UNSET.label)),
                    "options": [
                        {"text": _text(str(one.label)), "value": one.value}
                        for one in Severity
                        if one.value
                    ],
                },
            },
        ],
    }


def saying(text: str) -> dict[str, Any]:
    """A page in place of the form."""
    return {
        "type": "modal",
        "title": _text("Goldseam"),
        "close": _text(_("Close")),
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}],
    }


def _text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
