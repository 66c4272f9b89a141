"""What nudges are about, and their words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import prefetch_related_objects

from nudges.models import Announcement, Nudge
from nudges.telling import told_to
from nudges.wording import Wording, prepare, wording
from people.models import User


@dataclass(frozen=True)
class Worded:
    """A nudge in words."""

    nudge: Nudge
    words: Wording


def in_words(nudges: list[Nudge], user: User) -> list[Worded]:
    """Those of a person's nudges that are about something they may hear of, in words."""
    load_subjects(nudges, user)
    told = [nudge for nudge in nudges if nudge.about is not None]
    prepare(told)
    return [Worded(nudge, wording(nudge)) for nudge in told]


def load_subjects(nudges: Sequence[Nudge | Announcement], user: User) -> None:
    """Load what nudges are about, one query a model, with what the wording names.

    What the reader may not hear of any more is left out. A model says in `named_with`
    which of its relations its wording speaks of.
    """
    nudges = list(nudges)
    # Content types are remembered by the process, when they are asked for by number.
    types = [ContentType.objects.get_for_id(nudge.about_type_id) for nudge in nudges]
    querysets = [
        _with_named(model, user) for model in {one.model_class() for one in types} if model
    ]
    prefetch_related_objects(list(nudges), GenericPrefetch("about", querysets))


def _with_named(model: type[models.Model], user: User) -> models.QuerySet[models.Model]:
    rows = told_to(user, model._default_manager.all())
    named_with = getattr(model, "named_with", ())
    return rows.select_related(*named_with) if named_with else rows
