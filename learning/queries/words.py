"""How long kind words took, read before the notes are deleted."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import F, OuterRef, Subquery

from incidents.models import Incident, Mode, Note, ReachOut
from learning.insights.histogram import step_of
from learning.insights.quarters import Quarter


def words_of(day: date, *, within: timedelta) -> Counter[str]:
    """The steps of time that words took, of those asked for on a day. Nothing else is read.

    A note counts, and what the two write to each other after it does not.
    """
    begin = datetime.combine(day, time.min, tzinfo=UTC)
    asked = ReachOut.objects.filter(
        begun_at__gte=begin,
        begun_at__lt=begin + timedelta(days=1),
        incident__mode=Mode.LIVE,
        incident__is_restricted=False,
    )
    to_them = Note.objects.first_words().filter(
        incident=OuterRef("incident"),
        recipient=OuterRef("person"),
        sent_at__gte=OuterRef("begun_at"),
        sent_at__lt=OuterRef("begun_at") + within,
    )
    came = asked.annotate(came=Subquery(to_them.order_by("sent_at").values("sent_at")[:1]))
    times = came.filter(came__isnull=False).values_list(F("came") - F("begun_at"), flat=True)
    return Counter(str(step_of(took)) for took in times)


def filers_in(quarter: Quarter) -> int:
    """How many people opened an incident: those whom kind words are for, as anybody can see."""
    incidents = Incident.objects.standing().filter(
        mode=Mode.LIVE,
        is_restricted=False,
        declared_at__gte=quarter.begins,
        declared_at__lt=quarter.ends,
    )
    return incidents.order_by().values("declared_by").distinct().count()
