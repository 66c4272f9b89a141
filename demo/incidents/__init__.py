"""What happened at Larkspur, oldest first."""

from demo.incidents import earlier, live, recent
from demo.incidents.shape import Told

INCIDENTS: list[Told] = [*earlier.INCIDENTS, *recent.INCIDENTS, *live.INCIDENTS]
