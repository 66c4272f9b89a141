"""Keep what a write-up said at a pause and at each step of its review, and bring it back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from people.models import User
from postmortems.coediting.document import Document
from postmortems.domain.coediting import change_words
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import (
    SECTIONS,
    ContributingFactor,
    KeptAt,
    Postmortem,
    SharedText,
    TextUpdate,
    Version,
)

PAUSE = timedelta(minutes=2)
# Single updates are of use until every open editor has them, and for who wrote since a version.
UPDATES_KEPT_FOR = timedelta(days=2)


def keep_version(postmortem: Postmortem, *, occasion: KeptAt) -> Version:
    """Keep what a locked write-up says now.

    When it says what the last version says, that one is of this occasion too: a
    review that follows a pause is no change of the words.
    """
    latest = postmortem.versions.first()
    factors = list(postmortem.factors.order_by("pk").values("kind", "text"))
    if latest and latest.revision == postmortem.revision and latest.factors == factors:
        if latest.occasion != occasion and occasion != KeptAt.PAUSE:
            latest.occasion = occasion
            latest.save(update_fields=["occasion"])
        return latest
    version = postmortem.versions.create(
        number=latest.number + 1 if latest else 1,
        occasion=occasion,
        title=postmortem.title,
        words={name: getattr(postmortem, name) for name in SECTIONS},
        factors=factors,
        revision=postmortem.revision,
    )
    version.writers.set(_writers_since(postmortem, latest))
    return version


def _writers_since(postmortem: Postmortem, latest: Version | None) -> QuerySet[User]:
    updates = postmortem.text_updates.exclude(made_by=None)
    if latest:
        updates = updates.filter(made_at__gt=latest.made_at)
    return User.objects.filter(pk__in=updates.values("made_by"))


@transaction.atomic
def restore_version(version: Version, *, by: User) -> Postmortem:
    """Let a write-up say again what it said, factors too; what it said until now is kept first.

    It is a change like any other, so whoever has it open sees it happen.
    """
    postmortem = lock_editable(version.postmortem)
    keep_version(postmortem, occasion=KeptAt.BEFORE_RESTORE)

    def change(document: Document) -> None:
        for name, text in version.texts().items():
            document.write(name, text)

    postmortem = change_words(postmortem, change, by=by)
    _restore_factors(postmortem, version)
    postmortem.authors.add(by)
    keep_version(postmortem, occasion=KeptAt.RESTORED)
    tell_readers(postmortem)
    return postmortem


def _restore_factors(postmortem: Postmortem, version: Version) -> None:
    """Leave the factors that were there then as they are, whatever hangs on them."""
    wanted = version.factor_rows()
    for factor in postmortem.factors.all():
        row = {"kind": factor.kind, "text": factor.text}
        if row in wanted:
            wanted.remove(row)
        else:
            factor.delete()
    ContributingFactor.objects.bulk_create(
        ContributingFactor(postmortem=postmortem, **row) for row in wanted
    )


def in_a_pause() -> QuerySet[Postmortem]:
    """Write-ups in which nobody has written for a while, since the last version was kept."""
    now_kept = Version.objects.filter(postmortem=OuterRef("pk"), revision=OuterRef("revision"))
    return (
        Postmortem.objects.unpublished()
        .filter(saved_at__lt=timezone.now() - PAUSE)
        .filter(~Exists(now_kept))
        .order_by("-saved_at", "-pk")
    )


@transaction.atomic
def keep_pause(postmortem_id: int) -> None:
    """Keep a version of a write-up that rests, unless somebody writes again."""
    postmortem = in_a_pause().select_for_update().filter(pk=postmortem_id).first()
    if postmortem is not None:
        keep_version(postmortem, occasion=KeptAt.PAUSE)


@transaction.atomic
def forget_updates() -> int:
    """Delete the single updates that are in the state of their document and old."""
    old = TextUpdate.objects.filter(made_at__lt=timezone.now() - UPDATES_KEPT_FOR)
    folded = SharedText.objects.filter(pk=OuterRef("postmortem_id"), folded__gte=OuterRef("pk"))
    return old.filter(Exists(folded)).delete()[0]
