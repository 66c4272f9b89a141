"""Tell open screens, over Redis and Server-Sent Events, that something changed.

Events carry names, never content: a screen that hears one fetches the page or
fragment again, through the same permission checks as ever. A lost event costs
promptness, never truth.
"""

from live.prompting import prompt
from live.publishing import publish

__all__ = ["prompt", "publish"]
