"""Say what had to be true for it to happen."""

from django.db import transaction

from people.models import User
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import (
    ContributingFactor,
    Postmortem,
)


@transaction.atomic
def add_factor(postmortem: Postmortem, *, by: User, kind: str, text: str) -> ContributingFactor:
    """Name one more thing that had to be true. The same one sent twice is kept once."""
    postmortem = lock_editable(postmortem)
    factor = postmortem.factors.filter(kind=kind, text=text).first()
    if factor is None:
        factor = postmortem.factors.create(kind=kind, text=text)
    postmortem.authors.add(by)
    tell_readers(postmortem)
    return factor


@transaction.atomic
def remove_factor(factor: ContributingFactor, *, by: User) -> None:
    """Take a contributing factor out again. Taking it out twice is taking it out once."""
    postmortem = lock_editable(factor.postmortem)
    postmortem.factors.filter(pk=factor.pk).delete()
    tell_readers(postmortem)
