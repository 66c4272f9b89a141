from django.db.models import Exists, F, OuterRef, Q, QuerySet

from incidents.models import Buddy, Incident, Mode, Note, ReachOut
from people.models import User


def reach_out_to_answer(user: User, pk: int) -> QuerySet[ReachOut]:
    """The reach-out that a user was asked for, with what its page shows."""
    asked = ReachOut.objects.visible_to(user).filter(pk=pk)
    filed_before = Incident.objects.filter(
        declared_by=OuterRef("person"), pk__lt=OuterRef("incident")
    )
    return asked.annotate(
        sees_incident=Exists(_seen_by(user)),
        is_first=Q(incident__declared_by=F("person"))
        & ~Exists(filed_before.exclude(mode=Mode.PRACTICE)),
    ).select_related("incident", "person")


def notes_to_read(user: User) -> QuerySet[Note]:
    """The notes that were written to a user or by them, with what the page of one shows."""
    notes = (
        Note.objects.visible_to(user).first_words().annotate(sees_incident=Exists(_seen_by(user)))
    )
    return notes.select_related("author", "recipient", "incident")


def exchange(note: Note) -> list[Note]:
    """What two people wrote to each other, oldest first."""
    written = Note.objects.exchanged(note).select_related("author", "recipient")
    return list(written.order_by("sent_at", "pk"))


def buddies_seen_by(user: User) -> QuerySet[Buddy]:
    """The buddies a user asked for, is, or was asked to be, with what the page of one shows."""
    seen = Buddy.objects.visible_to(user).filter(incident__in=Incident.objects.visible_to(user))
    return seen.select_related("incident", "person", "buddy")


def _seen_by(user: User) -> QuerySet[Incident]:
    return Incident.objects.visible_to(user).filter(pk=OuterRef("incident"))
