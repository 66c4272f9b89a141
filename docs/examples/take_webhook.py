"""Take a message of Goldseam, checked with the library of Standard Webhooks."""

from standardwebhooks import Webhook, WebhookVerificationError


def take(secret: str, body: bytes, headers: dict[str, str]) -> int:
    """Take one message. Returns the status to answer with."""
    try:
        message = Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return 400
    if message["type"] == "incident.declared":
        print(message["data"]["title"])
    return 204
