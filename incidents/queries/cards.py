from django.db.models import Count, OuterRef, QuerySet, Subquery

from incidents.models import Incident, Update


def for_cards(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Load what a card or a row in a list shows."""
    updates = Update.objects.filter(incident=OuterRef("pk")).order_by("-posted_at")
    return incidents.annotate(
        people_count=Count("participations"),
        latest_conditions=Subquery(updates.values("conditions")[:1]),
    ).prefetch_related("services")
