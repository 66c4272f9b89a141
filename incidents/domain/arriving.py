"""Being in an incident: whoever comes to help, or is given something to do there, is in it."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Participation, ResponseRole
from people.errors import DomainError
from people.models import User


def arrive(
    incident: Incident,
    user: User,
    *,
    by: User,
    role: str = ResponseRole.RESPONDER,
    at: datetime | None = None,
) -> tuple[Participation, bool]:
    """Let somebody be in an incident that is locked; also says whether they just came.

    It may have been restricted while `by` was looking at it. For whoever does not see
    it any more it is not there, as everywhere, and they bring nobody in.
    """
    if not Incident.objects.visible_to(by).filter(pk=incident.pk).exists():
        raise Http404
    if user.is_service:
        raise DomainError(_("A script is nobody, so it cannot be one of the people here."))
    return Participation.objects.get_or_create(
        incident=incident,
        user=user,
        defaults={"role": role, "joined_at": at or timezone.now()},
    )
