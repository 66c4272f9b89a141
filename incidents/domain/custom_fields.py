"""What an organisation asks of every incident besides ours, as its admins define it."""

from collections.abc import Sequence
from itertools import chain, count

from django.db import connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import CustomField, FieldKind
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from people.words import asks_who

MOST_CHOICES = 100


DEFINED = action("field.defined", gettext_lazy("Added a field"))
CHANGED = action("field.changed", gettext_lazy("Changed a field"))
USED = action("field.used", gettext_lazy("Put a field in or out of use"))


@transaction.atomic
def define_field(
    *,
    by: User,
    label: str,
    kind: str,
    choices: Sequence[str] = (),
    help_text: str = "",
    key: str = "",
) -> CustomField:
    """Ask something more of every incident.

    Admins define one field at a time, so that two who define the same at once
    are told of each other. The same field sent twice is one field.
    """
    _one_admin_at_a_time()
    fields = list(CustomField.objects.all())
    choices = _check(label=label, kind=kind, choices=choices, help_text=help_text, key=key)
    same = next((one for one in fields if one.label.casefold() == label.casefold()), None)
    asked = (label, kind, choices, help_text, True)
    if same and asked == (same.label, same.kind, same.choices, same.help_text, same.is_in_use):
        return same
    _check_label_is_free(label, same)
    field = CustomField.objects.create(
        key=_free_key(key, label, {one.key for one in fields}),
        label=label,
        kind=kind,
        choices=choices,
        help_text=help_text,
        position=len(fields),
    )
    note(DEFINED, by=by, about=field)
    return field


@transaction.atomic
def change_field(
    field: CustomField,
    *,
    by: User,
    label: str,
    kind: str,
    choices: Sequence[str] = (),
    help_text: str = "",
    key: str = "",
) -> CustomField:
    """Put a field better. What is answered keeps its kind, and its place in exports.

    The row is locked, so that no first answer slips in while the kind changes:
    an answer waits for the lock.
    """
    _one_admin_at_a_time()
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    choices = _check(label=label, kind=kind, choices=choices, help_text=help_text, key=key)
    others = CustomField.objects.exclude(pk=field.pk)
    _check_label_is_free(label, others.filter(label__iexact=label).first())
    key = key or field.key
    if (kind, key) != (field.kind, field.key):
        if field.values.exists():
            raise DomainError({"kind": _("Incidents answer this already, so its kind stays.")})
        key = _free_key(key, label, set(others.values_list("key", flat=True)))
    field.label, field.kind, field.choices = label, kind, choices
    field.help_text, field.key = help_text, key
    field.save(update_fields=["label", "kind", "choices", "help_text", "key"])
    note(CHANGED, by=by, about=field)
    return field


@transaction.atomic
def move_field(field: CustomField, *, by: User, position: int) -> CustomField:
    """Put a field at a place among the others, counted from 0.

    A place rather than a direction: a button pressed twice moves it once.
    """
    _one_admin_at_a_time()
    fields = [one for one in CustomField.objects.all() if one.pk != field.pk]
    fields.insert(max(position, 0), field)
    for place, one in enumerate(fields):
        one.position = place
    CustomField.objects.bulk_update(fields, ["position"])
    return field


@transaction.atomic
def use_field(field: CustomField, *, by: User, is_in_use: bool) -> CustomField:
    """Take a field out of use, or back. What was answered is kept, and shown again with it."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.is_in_use = is_in_use
    field.save(update_fields=["is_in_use"])
    note(USED, by=by, about=field, is_in_use=is_in_use)
    return field


def _one_admin_at_a_time() -> None:
    """There may be no row yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('incidents_customfield'))")


def _check(*, kind: str, choices: Sequence[str], **words: str) -> list[str]:
    """Refuse a field that asks who, or offers nothing to choose from; return its choices."""
    chosen = list(dict.fromkeys(choices)) if kind == FieldKind.CHOICE else []
    for name, text in [*words.items(), *(("choices", one) for one in chosen)]:
        if asks_who(text):
            sentence = _(
                "Goldseam asks what made something possible, never who. "
                "Could this ask about the system, the change or the response?"
            )
            raise DomainError({name: sentence})
    if kind == FieldKind.CHOICE and not chosen:
        raise DomainError({"choices": _("Give at least one choice, each on a line of its own.")})
    if len(chosen) > MOST_CHOICES:
        raise DomainError({"choices": _("A hundred choices fit. A text may be easier here.")})
    return chosen


def _check_label_is_free(label: str, same: CustomField | None) -> None:
    if same is None:
        return
    sentence = _("There is a field called “%(label)s” already.")
    if not same.is_in_use:
        sentence = _("“%(label)s” is there and out of use. It can be put back.")
    raise DomainError({"label": sentence % {"label": same.label}})


def _free_key(key: str, label: str, taken: set[str]) -> str:
    """The key that was asked for, or one made from the label."""
    if key and key in taken:
        raise DomainError({"key": _("Another field has this name in addresses and exports.")})
    made = key or slugify(label)[:32].strip("-_") or "field"
    more = (f"{made}-{number}" for number in count(2))
    return next(one for one in chain([made], more) if one not in taken)
