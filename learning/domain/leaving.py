"""Give back what somebody has taken on in the library and the talks, because they leave."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.domain.talks.asking import say_not_this_time
from learning.domain.talks.calendar import end_calendar
from learning.domain.talks.slots import give_back_slot
from learning.domain.talks.swaps import decline_swap, withdraw_swap
from learning.models import SlotSwap, TalkInvitation, TalkSlot
from people.models import User


@transaction.atomic
def leave_talks(user: User) -> None:
    """Let others have their slots, ask them for none, and end the calendar they read them in."""
    now = timezone.now()
    swaps = SlotSwap.objects.open().filter(Q(offered_by=user) | Q(offered_to=user))
    for swap in swaps:
        verb = withdraw_swap if swap.offered_by_id == user.pk else decline_swap
        verb(swap, by=user, at=now)
    for slot in held_slots(user).order_by("session_id", "pk"):
        give_back_slot(slot, by=user, at=now)
    for invitation in TalkInvitation.objects.waiting().filter(person=user):
        say_not_this_time(invitation, by=user, at=now)
    end_calendar(by=user)


def held_slots(user: User) -> QuerySet[TalkSlot]:
    return TalkSlot.objects.ahead(timezone.now()).filter(speaker=user)
