"""What Slack sends, read into what we go by."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.http import QueryDict

# Makes a repeated request the same incident.
NAMESPACE = UUID("6f2a6cb4-6a61-4d0e-9df5-6a0a7b9f6c11")


class Odd(Exception):
    """It is signed, and still not as Slack's documents have it."""


@dataclass(frozen=True)
class Asker:
    """Who asks: an account in a workspace. The names are for people to read, and prove nothing."""

    workspace: str
    user: str
    name: str = ""
    workspace_name: str = ""


@dataclass(frozen=True)
class Command:
    """`/incident` with what was typed behind it."""

    asker: Asker
    text: str
    trigger: str
    answer_at: str

    @property
    def client_token(self) -> UUID:
        return uuid5(NAMESPACE, self.trigger)


@dataclass(frozen=True)
class Submission:
    """The form of ours, filled in."""

    asker: Asker
    view: str
    given: dict[str, str]

    @property
    def client_token(self) -> UUID:
        return uuid5(NAMESPACE, self.view)


def read_command(data: QueryDict) -> Command:
    asker = Asker(
        workspace=_id(data.get("team_id")),
        user=_id(data.get("user_id")),
        name=data.get("user_name", ""),
        workspace_name=data.get("team_domain", ""),
    )
    trigger = data.get("trigger_id", "")
    if not trigger:
        raise Odd
    return Command(asker, _plain(data.get("text", "")), trigger, data.get("response_url", ""))


def read_asker(payload: dict[str, Any]) -> Asker:
    """Who pressed something."""
    user, team = payload.get("user"), payload.get("team")
    if not isinstance(user, dict) or not isinstance(team, dict):
        raise Odd
    return Asker(
        workspace=_id(team.get("id")),
        user=_id(user.get("id")),
        name=str(user.get("username") or user.get("name") or ""),
        workspace_name=str(team.get("domain") or ""),
    )


def read_submission(payload: dict[str, Any]) -> Submission:
    """What was filled in, by the block that it stands in."""
    try:
        view = payload["view"]
        values = view["state"]["values"]
        given = {block: _value(next(iter(inner.values()))) for block, inner in values.items()}
        return Submission(read_asker(payload), _id(view["id"]), given)
    except (KeyError, TypeError, AttributeError, StopIteration):
        raise Odd from None


def _value(element: dict[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    return str(element.get("value") or chosen.get("value") or "")


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value.isalnum() or len(value) > 40:
        raise Odd
    return value


def _plain(text: str) -> str:
    """Slack escapes three characters, and those alone."""
    for escaped, one in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(escaped, one)
    return text.strip()
