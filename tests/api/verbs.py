"""Every form of every page, and what the API has for it: the name of its address, or why not.

Names are as `reverse` takes them; those of the API without their `api:`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Not:
    """Why the API does not do what a page does."""

    because: str


BETWEEN_TWO = Not("it is between two people, who write it themselves and nobody reads along")
OF_A_BROWSER = Not("it belongs to a browser: its session, its key, or what is typed right now")
NO_TOKEN_MAKES_A_TOKEN = Not("a token never makes a token, so that one that leaks ends for good")

OF_ONESELF = Not("somebody asks for it themselves, on a page that says what it means")

# Rooms whose API is being built. Whoever builds one takes it out, and fills its table in.
LATER = {
    "incidents",
    *("postmortems", "follow_ups", "shared", "learning", "insights", "nudges", "hints"),
    *("organisation", "people", "status", "webhooks", "alerts", "slack"),
}

INCIDENTS: dict[str, str | Not] = {
    "incidents:file": "incident-list",
    "incidents:add_note": "incident-note",
    "incidents:post_update": "incident-post-update",
    "incidents:ask_for_help": "incident-ask-for-help",
    "incidents:change_status": "incident-status",
    "incidents:resolve": "incident-resolve",
    "incidents:am_fine": BETWEEN_TWO,
    "incidents:would_welcome_a_word": BETWEEN_TWO,
    "incidents:ask_for_buddy": BETWEEN_TWO,
    "incidents:begin_note": BETWEEN_TWO,
    "incidents:write_note": BETWEEN_TWO,
    "incidents:answer_note": BETWEEN_TWO,
    "incidents:answer_fine": BETWEEN_TWO,
    "incidents:sit_with": BETWEEN_TWO,
    "incidents:part_from_buddy": BETWEEN_TWO,
}

PEOPLE: dict[str, str | Not] = {
    "directory:ask_to_be_erased": OF_ONESELF,
    "directory:rather_stay": OF_ONESELF,
    "people:make_token": NO_TOKEN_MAKES_A_TOKEN,
    "people:revoke_token": "token-revoke",
    "organisation:make_token": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:open_account": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:close_account": NO_TOKEN_MAKES_A_TOKEN,
    "organisation:revoke_token": NO_TOKEN_MAKES_A_TOKEN,
}

VERBS = INCIDENTS | PEOPLE
