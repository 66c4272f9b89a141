from incidents.models import Incident
from incidents.queries.cards import for_cards
from people.models import User

PAGE = 30


def incident_page(
    user: User, *, status: str = "", before: int | None = None
) -> tuple[list[Incident], int | None]:
    """A page of incidents, newest first, and the number the next page is before."""
    incidents = Incident.objects.visible_to(user).standing().order_by("-pk")
    if status == "open":
        incidents = incidents.open()
    elif status:
        incidents = incidents.filter(status=status)
    if before is not None:
        incidents = incidents.filter(pk__lt=before)
    page = list(for_cards(incidents)[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return page[:PAGE], more
