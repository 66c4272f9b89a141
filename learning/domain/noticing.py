"""Say how an incident was noticed."""

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.domain.locking import lock
from incidents.models import Incident
from learning.models import How, Noticing
from people.errors import DomainError
from people.models import User


@transaction.atomic
def say_how_noticed(incident: Incident, *, by: User, how: str) -> Noticing:
    """Keep how an incident came to be known. Saying it again puts it right.

    Who said it is not kept: it is about the incident. The incident is locked, so that two
    answers at once leave one.
    """
    incident = lock(incident)
    if not by.may_write:
        raise DomainError(_("Reader accounts read only."))
    if incident.is_practice:
        raise DomainError(_("Practice is in no figure, so there is nothing to say here."))
    noticing, _new = Noticing.objects.update_or_create(
        incident=incident, defaults={"how": How(how)}
    )
    return noticing
