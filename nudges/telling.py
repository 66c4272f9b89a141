"""Whether what a nudge is about may still be told to the person it is for.

Somebody may have lost sight of it since it was written. A model that not everybody
sees has a queryset method `may_be_told(user)`; what has none may be told.
"""

from collections.abc import Callable
from typing import Any

from django.db import models

from nudges.models import Announcement, Nudge
from people.models import User

# What gives what nudges are about, of all apps, whatever their wording needs besides.
PREPARES: list[Callable[[list[models.Model]], None]] = []


def prepare_with(prepare: Callable[[list[models.Model]], None]) -> None:
    """Let `prepare` see to what nudges are about, all of a list at once, before they are worded.

    Each app says so in its AppConfig.
    """
    PREPARES.append(prepare)


def told_to(user: User, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Those of `rows` that a nudge to `user` may be about."""
    may_be_told = getattr(rows, "may_be_told", None)
    return may_be_told(user) if may_be_told else rows


def anybody() -> User:
    """Somebody of whom nothing is known, who sees what everybody here sees and nothing else."""
    return User(pk=0)


def is_for_everybody(said: Nudge | Announcement) -> bool:
    """Whether it is about something that everybody here sees."""
    model = said.about_type.model_class()
    if model is None:
        return False
    return told_to(anybody(), model._default_manager.filter(pk=said.about_id)).exists()


def may_be_told(nudge: Nudge) -> bool:
    """Whether a nudge is about something that is there and that its recipient may hear of."""
    model = nudge.about_type.model_class()
    if model is None:
        return False
    return told_to(nudge.recipient, model._default_manager.filter(pk=nudge.about_id)).exists()
