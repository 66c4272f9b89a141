from django.db.models import Exists, OuterRef, QuerySet

from incidents.models import Incident, Note, ReachOut
from people.models import User


def reach_out_to_answer(user: User, pk: int) -> QuerySet[ReachOut]:
    """The reach-out that a user was asked for, with what its page shows."""
    seen = Incident.objects.visible_to(user).filter(pk=OuterRef("incident"))
    asked = ReachOut.objects.visible_to(user).filter(pk=pk).annotate(sees_incident=Exists(seen))
    return asked.select_related("incident", "person")


def notes_to_read(user: User) -> QuerySet[Note]:
    """The notes of a user, with what the page of one shows."""
    seen = Incident.objects.visible_to(user).filter(pk=OuterRef("incident"))
    notes = Note.objects.visible_to(user).annotate(sees_incident=Exists(seen))
    return notes.select_related("author", "recipient", "incident")
