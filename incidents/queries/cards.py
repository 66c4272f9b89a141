from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from incidents.models import Incident, Participation, Service, Update


def for_cards(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Load what a card or a row in a list shows.

    The people are counted for each row that is shown: a join would have them
    counted for all incidents before the first page is known.
    """
    here = Participation.objects.filter(incident=OuterRef("pk")).order_by().values("incident")
    counted = Subquery(here.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    services = Service.objects.filter(incidents=OuterRef("pk")).order_by("name")
    updates = Update.objects.standing().filter(incident=OuterRef("pk")).order_by("-posted_at")
    return incidents.annotate(
        people_count=Coalesce(counted, 0),
        latest_conditions=Subquery(updates.values("conditions")[:1]),
        service_names=ArraySubquery(services.values("name")),
    )
