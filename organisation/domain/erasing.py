"""Erase somebody, as they may ask: incidents stay readable, and nobody is to be found in them."""

import re
from datetime import datetime

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import KnownWord
from organisation.domain.erasure_rules import (
    GONE,
    MENTIONS,
    OWN,
    RULES,
    STAYS_AS_IT_IS,
    Goes,
    Mention,
)
from people.domain.auditing import action, note
from people.domain.avatars import remove_avatar
from people.errors import DomainError
from people.models import User

ERASED = action("people.erased", gettext_lazy("Erased"))
ERASURE_ASKED = action("people.erasure_asked", gettext_lazy("Asked to be erased"))
ERASURE_NOT_ASKED = action("people.erasure_not_asked", gettext_lazy("Would rather stay"))


@transaction.atomic
def ask_to_be_erased(user: User, *, by: User) -> User:
    """Ask the admins to erase one's account. Asking twice is asking once."""
    user = _own(user, by)
    if user.erasure_asked_at is None:
        user.erasure_asked_at = timezone.now()
        user.save(update_fields=["erasure_asked_at"])
        note(ERASURE_ASKED, by=by, about=user)
    return user


@transaction.atomic
def rather_stay(user: User, *, by: User) -> User:
    """Take back that one would like to be erased."""
    user = _own(user, by)
    if user.erasure_asked_at:
        user.erasure_asked_at = None
        user.save(update_fields=["erasure_asked_at"])
        note(ERASURE_NOT_ASKED, by=by, about=user)
    return user


@transaction.atomic
def erase_person(user: User, *, by: User, typed_name: str, at: datetime | None = None) -> User:
    """Take somebody's name and everything private off whatever stays. This cannot be undone.

    They have left before: what they held has gone to others. `RULES` says what becomes of each
    row that leads to them; the audit log has the number of the account, which names nobody.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erased_at:
        return user
    if user.is_active:
        raise DomainError(_("Let them leave first, so that others can take on what they hold."))
    if typed_name.split() != user.get_full_name().split():
        raise DomainError({"typed_name": _("This is not their name. Nothing was erased.")})
    for mention in MENTIONS:
        _take_names_out(mention, user)
    for label, field in pointing_at_people().items():
        rule = RULES.get(label)
        if isinstance(rule, Goes):
            _let_go(field, user, rule.when)
    _forget_what_the_admin_pages_said(user)
    # Search knows single words, whoever they were of; it learns them anew where they are written.
    KnownWord.objects.filter(word__in=_words_of(user)).delete()
    remove_avatar(user)
    _unname(user, at or timezone.now())
    note(ERASED, by=by, about=user)
    return user


def pointing_at_people() -> dict[str, "models.Field[object, object]"]:
    """Every column that points at a person, those of tables between many and many too."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                found[f"{model._meta.label}.{field.name}"] = field
    return found


def _own(user: User, by: User) -> User:
    if user != by:
        raise DomainError(_("Only the person themselves can ask for this."))
    return User.objects.select_for_update().get(pk=user.pk)


def _let_go(field: "models.Field[object, object]", user: User, when: Q | None) -> None:
    """Delete rows, and what was said about them."""
    rows = field.model._base_manager.filter(when or Q(), **{field.name: user})
    about = ContentType.objects.get_for_model(field.model)
    nudges = apps.get_model("nudges", "Nudge")._base_manager
    nudges.filter(about_type=about, about_id__in=_numbers(rows)).delete()
    rows.delete()


def _numbers(rows: "QuerySet[models.Model]") -> list[int]:
    return [pk for pk in rows.values_list("pk", flat=True) if isinstance(pk, int)]


def _take_names_out(mention: Mention, user: User) -> None:
    """Put nobody in the place of a name that Goldseam wrote, or of an address behind an @."""
    names = [user.get_full_name(), user.get_short_name()] if mention.worded else [user.email]
    found = Q()
    for name in names:
        found |= Q(**{f"{mention.column}__icontains": name})
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.I)
    rows = mention.model._base_manager.filter(found, mention.worded or Q()).only(mention.column)
    for row in rows.iterator():
        before = getattr(row, mention.column)
        if (after := pattern.sub(str(GONE), before)) != before:
            mention.model._base_manager.filter(pk=row.pk).update(**{mention.column: after})


def _words_of(user: User) -> set[str]:
    """What somebody was called, word by word, as search keeps them."""
    return set(re.findall(r"\w+", f"{user.get_full_name()} {user.email.partition('@')[0]}".lower()))


def _forget_what_the_admin_pages_said(user: User) -> None:
    """Django's own admin pages keep what they called somebody."""
    about = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=about, object_id=str(user.pk))
    entries.update(object_repr=str(GONE), change_message="")


def _unname(user: User, at: datetime) -> None:
    for name, says in OWN.items():
        if callable(says) and says is not STAYS_AS_IT_IS:
            setattr(user, name, says(user, at))
    user.save()
