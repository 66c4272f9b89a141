from django.db.models import Count, Prefetch, QuerySet

from incidents.models import Incident, Update


def for_cards(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Load what a card or a row in a list shows."""
    updates = Update.objects.standing().order_by("incident", "-posted_at").distinct("incident")
    return incidents.annotate(people_count=Count("participations")).prefetch_related(
        "services",
        Prefetch("updates", queryset=updates, to_attr="latest_updates"),
    )
