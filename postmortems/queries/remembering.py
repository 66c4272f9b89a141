"""What comes round again."""

from people.models import User
from postmortems.models import SECTIONS, Postmortem
from postmortems.queries.naming import name_in_lines


def a_year_ago(user: User) -> Postmortem | None:
    """The newest of what was published a year ago, of what somebody may see."""
    old = Postmortem.objects.visible_to(user).a_year_old().defer(*SECTIONS)
    postmortem = old.order_by("-published_at", "-pk").first()
    if postmortem is not None:
        name_in_lines([postmortem])
    return postmortem
