from hints.models.dismissal import Dismissal
from hints.models.silenced import SilencedRule

__all__ = ["Dismissal", "SilencedRule"]
