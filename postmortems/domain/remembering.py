"""What was published a year ago comes round again, once."""

from datetime import datetime

from django.db import transaction

from postmortems.domain.telling import tell
from postmortems.models import Postmortem


@transaction.atomic
def remember_anniversaries(*, at: datetime | None = None) -> None:
    """Tell the authors who are still here, however often this is asked for."""
    for postmortem in Postmortem.objects.a_year_old(at=at).prefetch_related("authors", "incidents"):
        here = [author for author in postmortem.authors.all() if author.is_active]
        tell("anniversary", postmortem, to=here)
