"""What can be told of together: other incidents, and write-ups that are there already."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from incidents.models import Incident, Link, Mode
from incidents.models.incident import CLOSED
from people.models import User
from postmortems.models import Postmortem
from postmortems.models.postmortem import EDITABLE

MOST_INCIDENTS = 8
MOST_WRITE_UPS = 5


def beside(incident: Incident, *, reader: User) -> QuerySet[Incident]:
    """Incidents without a write-up that may belong into this one's: linked ones, then recent."""
    linked = Link.objects.filter(
        Q(incident=incident, other=OuterRef("pk")) | Q(other=incident, incident=OuterRef("pk"))
    )
    found = (
        Incident.objects.visible_to(reader)
        .standing()
        .filter(_same_mode(incident), status__in=CLOSED, postmortems=None)
        .exclude(pk=incident.pk)
        .annotate(nearness=Case(When(Exists(linked), then=Value(0)), default=Value(1)))
        .order_by("nearness", "-declared_at", "-pk")
        .values_list("pk", flat=True)
    )
    numbers = list(found[:MOST_INCIDENTS])
    place = Case(*(When(pk=number, then=Value(n)) for n, number in enumerate(numbers)), default=0)
    return Incident.objects.filter(pk__in=numbers).order_by(place)


def _same_mode(incident: Incident) -> Q:
    practice = Q(mode=Mode.PRACTICE)
    return practice if incident.is_practice else ~practice


def joinable(incident: Incident, *, by: User) -> QuerySet[Postmortem]:
    """What somebody is writing that this incident could be a part of, the last saved first."""
    about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("pk"))
    other_mode = about.exclude(incident__mode=Mode.PRACTICE)
    if not incident.is_practice:
        other_mode = about.filter(incident__mode=Mode.PRACTICE)
    return (
        Postmortem.objects.visible_to(by)
        .filter(status__in=EDITABLE, authors=by)
        .exclude(Exists(about.filter(incident=incident)))
        .exclude(Exists(other_mode))
        .order_by("-saved_at", "-pk")[:MOST_WRITE_UPS]
    )
