"""Everything that is kept about somebody, as they may have it: plain JSON, and nobody else's."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from organisation.domain.erasing import pointing_at_people
from organisation.domain.erasure_rules import OWN, RULES
from people.models import User

# What opens an account, and where a file is.
NOT_TOLD = {"password", "avatar"}


class Encoder(DjangoJSONEncoder):
    """Dates and numbers as everywhere else, and keys of rows as they are."""

    def default(self, o: Any) -> Any:
        return o.pk if isinstance(o, Model) else super().default(o)


def data_about(user: User) -> dict[str, Any]:
    """What the account says, and the rows that lead to it.

    Rows of incidents that were restricted since have left the reader's sight, and so are not here.
    """
    fields = pointing_at_people()
    found: dict[str, Any] = {"account": _account(user)}
    for label, rule in RULES.items():
        if rule.told and (field := fields.get(label)):
            rows = _seen(field.model, user).filter(**{field.name: user}).order_by("pk")
            if there := list(rows.values(*rule.told)):
                found[label] = there
    return found


def _account(user: User) -> dict[str, Any]:
    account = {name: getattr(user, name) for name in OWN if name not in NOT_TOLD}
    return account | {"team": str(user.team) if user.team else None}


def _seen(model: type[Model], user: User) -> Any:
    rows = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows
