"""What a channel is: it opens once, and then hands over one message after another."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone, translation

from nudges.models import Announcement, Delivery, Nudge
from nudges.wording import Wording, wording
from people.models import User


@dataclass(frozen=True)
class Message:
    """What goes out at once: one nudge, or several that go together, to a person.

    Or an announcement, to a team.
    """

    delivery: Delivery
    nudges: Sequence[Nudge]
    person: User | None
    announcement: Announcement | None = None

    @cached_property
    def words(self) -> list[Wording]:
        """Of each nudge, in the language and the time zone of its reader."""
        zone = self.person.zone if self.person else UTC
        with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
            return [wording(one) for one in self.told]

    @property
    def told(self) -> Sequence[Nudge | Announcement]:
        return [self.announcement] if self.announcement else self.nudges


class NotTaken(Exception):
    """A channel did not take a message.

    `reason` is the kind of answer alone, since the answer itself may quote the message.
    `is_for_good` says that trying again changes nothing; `is_down` that the outlet did
    not answer at all, or answers nobody at present. `wait` is how long it asks to be left
    alone, if it does.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_for_good: bool = False,
        is_down: bool = False,
        wait: timedelta = timedelta(0),
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.reason = reason
        self.is_for_good = is_for_good
        self.is_down = is_down


Send = Callable[[Message], None]
Sending = Callable[[], AbstractContextManager[Send]]
