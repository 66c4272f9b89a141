"""Say nothing more to somebody who has left, on any channel."""

from django.db import transaction

from nudges.models import Address, Delivery, Nudge
from nudges.models.delivery import State as Sending
from nudges.models.nudge import State
from people.models import User

LEFT = "they have left"


@transaction.atomic
def fall_silent(user: User) -> None:
    """End what would have been said, let no message go, and forget their browsers and chats.

    A message that a worker has in its hands at this moment may still go out.
    """
    Nudge.objects.filter(recipient=user).ended_by_reader().update(ended_because=LEFT)
    open_ones = Nudge.objects.filter(recipient=user).open()
    open_ones.update(state=State.DONE, ended_because=LEFT, due_at=None)
    waiting = Delivery.objects.filter(
        recipient=user, state__in=[Sending.WAITING, Sending.SET_ASIDE]
    )
    waiting.update(state=Sending.NOT_NEEDED)
    Address.objects.filter(person=user).delete()
