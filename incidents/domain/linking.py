"""Say that two incidents belong together, or that one happened again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.domain.locking import lock_several
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, Link, LinkKind
from people.errors import DomainError
from people.models import User

BOTH = 2


@transaction.atomic
def link_incidents(
    incident: Incident,
    *,
    by: User,
    other: Incident,
    kind: str = LinkKind.RELATED,
    at: datetime | None = None,
) -> Link:
    """Link two incidents. Where one happened again, the one that started earlier came first.

    Both rows are locked, in the way that `lock_several` has, so that two people who
    link the same two leave one link. Saying it again with another kind changes it.
    """
    locked = lock_several([incident, other])
    if len(locked) < BOTH:
        raise DomainError({"other": _("That is this incident itself.")})
    earlier, later = sorted(locked, key=lambda one: (one.started_at, one.pk))
    link = Link.objects.between(earlier, later).first()
    if link and link.kind == kind:
        return link
    link = link or Link(noted_by=by)
    link.incident, link.other, link.kind = later, earlier, LinkKind(kind)
    link.save()
    again = kind == LinkKind.HAPPENED_AGAIN
    _note(
        later, earlier, _("It happened before: %s.") if again else _("Related: %s."), by=by, at=at
    )
    _note(earlier, later, _("It happened again: %s.") if again else _("Related: %s."), by=by, at=at)
    return link


@transaction.atomic
def unlink_incidents(link: Link, *, by: User) -> None:
    """Take a link away again. Taking it away twice is taking it away once."""
    one, other = link.incident, link.other
    both = lock_several([one, other])
    if not Link.objects.filter(pk=link.pk).delete()[0] or len(both) < BOTH:
        return
    one, other = both
    _note(one, other, _("No longer linked with %s."), by=by)
    _note(other, one, _("No longer linked with %s."), by=by)


def _note(
    incident: Incident, other: Incident, text: str, *, by: User, at: datetime | None = None
) -> None:
    """Say so on one timeline, by reference only, and not where it would tell of a restricted one.

    Titles are shown beside the timeline, to those who may read them.
    """
    if not other.is_restricted:
        incident.record(Kind.LINK, text % other.reference, by=by, at=at)
    tell_room(incident)
