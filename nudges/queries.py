"""Composed reads of nudges."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import prefetch_related_objects

from nudges.models import Announcement, Nudge
from nudges.telling import told_to
from nudges.wording import Wording, prepare, wording
from people.models import User

MOST_LISTED = 20


def waiting_for(user: User) -> list[tuple[Nudge, Wording]]:
    """What stands in a person's list, newest first, in words."""
    nudges = list(
        Nudge.objects.visible_to(user)
        .listed()
        .select_related("recipient")
        .order_by("-created_at", "-pk")[:MOST_LISTED]
    )
    load_subjects(nudges, user)
    listed = [nudge for nudge in nudges if nudge.about is not None]
    prepare(listed)
    return [(nudge, wording(nudge)) for nudge in listed]


def load_subjects(nudges: Sequence[Nudge | Announcement], user: User) -> None:
    """Load what nudges are about, one query a model, with what the wording names.

    What the reader may not hear of any more is left out. A model says in `named_with`
    which of its relations its wording speaks of.
    """
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
