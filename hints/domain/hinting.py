"""What the lens says of a text, what it no longer says, and where it keeps quiet.

It is asked while somebody writes. It stores nothing of the text and nothing of who
wrote it, and no save, review or publication asks it.
"""

import hashlib
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hints.models import Dismissal, SilencedRule
from lens import RULES, Finding, analyse
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

RULE_IDS = {rule.id for rule in RULES}


def find_hints(
    text: str, *, document: models.Model | None = None, names: Iterable[str] = ()
) -> list[Finding]:
    """The findings in a text, without what is turned off or was dismissed in the document."""
    silenced = SilencedRule.objects.values_list("rule", flat=True)
    found = analyse(text, names=list(names), without=list(silenced))
    if document is None or not found:
        return found
    dismissed = set(_dismissals(document).values_list("rule", "digest"))
    return [one for one in found if (one.rule, digest(one.words)) not in dismissed]


@transaction.atomic
def dismiss(document: models.Model, *, rule: str, words: str) -> None:
    """Say no more of these words in this document. Twice is once."""
    if rule not in RULE_IDS:
        raise DomainError(_("There is no such rule."))
    _dismissals(document).get_or_create(
        document_type=ContentType.objects.get_for_model(document),
        document_id=document.pk,
        rule=rule,
        digest=digest(words),
    )


def forget_hints(document: models.Model) -> None:
    """Keep nothing about a document that is being deleted."""
    _dismissals(document).delete()


def carry_dismissals(document: models.Model, *, to: models.Model) -> None:
    """Say no more of what was dismissed in one document in another, which has its words now."""
    kind = ContentType.objects.get_for_model(to)
    Dismissal.objects.bulk_create(
        [
            Dismissal(document_type=kind, document_id=to.pk, rule=rule, digest=words)
            for rule, words in _dismissals(document).values_list("rule", "digest")
        ],
        ignore_conflicts=True,
    )


SILENCED = action("hints.silenced", gettext_lazy("Turned a hint off"))
HEARD = action("hints.heard", gettext_lazy("Turned a hint on again"))


@transaction.atomic
def silence_rule(rule: str, *, by: User) -> None:
    """Turn a rule off for everybody."""
    if rule not in RULE_IDS:
        raise DomainError(_("There is no such rule."))
    _row, is_new = SilencedRule.objects.get_or_create(rule=rule)
    if is_new:
        note(SILENCED, by=by, rule=rule)


@transaction.atomic
def hear_rule(rule: str, *, by: User) -> None:
    """Turn a rule on again."""
    if SilencedRule.objects.filter(rule=rule).delete()[0]:
        note(HEARD, by=by, rule=rule)


def digest(words: str) -> str:
    """The words, however they are spaced and in whatever letters, as something to compare."""
    return hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()


def _dismissals(document: models.Model) -> "models.QuerySet[Dismissal]":
    kind = ContentType.objects.get_for_model(document)
    return Dismissal.objects.filter(document_type=kind, document_id=document.pk)
