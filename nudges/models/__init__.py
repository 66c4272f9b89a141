from nudges.models.address import Address
from nudges.models.announcement import Announcement
from nudges.models.delivery import Delivery
from nudges.models.nudge import Nudge
from nudges.models.outlet import Outlet
from nudges.models.preference import Preference
from nudges.models.push_key import PushKey

__all__ = ["Address", "Announcement", "Delivery", "Nudge", "Outlet", "Preference", "PushKey"]
