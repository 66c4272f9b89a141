from nudges.models.delivery import Channel, Delivery
from nudges.models.nudge import Nudge

__all__ = ["Channel", "Delivery", "Nudge"]
