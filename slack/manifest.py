"""What Slack is told when an admin makes the app there."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from slack.dialog import DECLARE


def manifest() -> dict[str, Any]:
    """The manifest of the app, with the address of this site."""
    at = settings.SITE_URL
    return {
        "display_information": {
            "name": "Goldseam",
            "description": _("Say that something broke, and get a hand."),
        },
        "features": {
            "bot_user": {"display_name": "Goldseam", "always_online": False},
            "slash_commands": [
                {
                    "command": "/incident",
                    "url": at + reverse("slack:commands"),
                    "description": _("Say that something broke"),
                    "usage_hint": _("what is going on"),
                    "should_escape": False,
                }
            ],
            "shortcuts": [
                {
                    "name": _("Something broke"),
                    "type": "global",
                    "callback_id": DECLARE,
                    "description": _("Say that something broke"),
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {
            "interactivity": {
                "is_enabled": True,
                "request_url": at + reverse("slack:interactions"),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,  # nosec B105
        },
    }


def as_text() -> str:
    return json.dumps(manifest(), indent=2)
