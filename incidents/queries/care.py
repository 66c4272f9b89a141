from django.db.models import QuerySet

from incidents.models import ReachOut
from people.models import User


def reach_out_to_answer(user: User, pk: int) -> QuerySet[ReachOut]:
    """The reach-out that a user was asked for, with what its page shows."""
    return ReachOut.objects.visible_to(user).filter(pk=pk).select_related("incident", "person")
