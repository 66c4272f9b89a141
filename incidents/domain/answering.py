"""Answer what the organisation asks of an incident besides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from incidents.domain.locking import lock
from incidents.domain.telling import tell_everyone
from incidents.models import CustomField, CustomValue, FieldKind, Incident, Kind
from people.errors import DomainError
from people.models import User

is_web_address = URLValidator(schemes=["http", "https"])
SHOWN = 120


@transaction.atomic
def answer_fields(
    incident: Incident, *, by: User, answers: Mapping[str, Any], at: datetime | None = None
) -> Incident:
    """Answer custom fields, by key; an empty answer takes the old one away.

    What changed is one line of the timeline; a form that changes nothing leaves
    none. The fields are locked too, so that an admin who changes one waits.
    """
    incident = lock(incident)
    fields = CustomField.objects.in_use().filter(key__in=answers).select_for_update(no_key=True)
    kept = {value.field_id: value for value in incident.custom_values.select_related("person")}
    changes = []
    for field in fields:
        value = kept.get(field.pk) or CustomValue(incident=incident)
        value.field = field
        given = answers[field.key]
        if given == value.answer or {given, value.answer} <= {None, ""}:
            continue
        _check(field, given)
        _keep(value, given)
        said = Truncator(value.said).chars(SHOWN) if value.pk else _("no answer")
        changes.append(f"{field.label.rstrip('.:?')}: {said.rstrip('.')}.")
    if not changes:
        return incident
    incident.record(Kind.STATUS, " ".join(changes), by=by, at=at)
    tell_everyone(incident)
    return incident


def _check(field: CustomField, given: Any) -> None:
    """Refuse what the field does not offer any more, or never did."""
    if given in (None, ""):
        return
    if field.kind == FieldKind.CHOICE and given not in field.choices:
        raise DomainError({field.key: _("Choose one from the list.")})
    if field.kind == FieldKind.PERSON and not given.is_active:
        raise DomainError({field.key: _("%(name)s is no longer here.") % {"name": given}})
    if field.kind == FieldKind.LINK:
        try:
            is_web_address(given)
        except ValidationError:
            sentence = _("Give an address that begins with https:// or http://.")
            raise DomainError({field.key: sentence}) from None


def _keep(value: CustomValue, given: Any) -> None:
    """Write the answer, or take it away when it is empty."""
    setattr(value, value.field.column, given)
    if given in (None, ""):
        if value.pk:
            value.delete()
    else:
        value.save()
