from webhooks.models.attempt import Attempt
from webhooks.models.endpoint import Endpoint, OffBecause
from webhooks.models.message import MOST_ATTEMPTS, Message, State

__all__ = ["MOST_ATTEMPTS", "Attempt", "Endpoint", "Message", "OffBecause", "State"]
